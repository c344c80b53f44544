locals {
  location = coalesce(var.location, var.region)
  bucket   = coalesce(var.bucket, "${var.project}-sessions")

  tick_minutes  = tonumber(trimsuffix(trimsuffix(var.tick, "m"), "h")) * (endswith(var.tick, "h") ? 60 : 1)
  every_minutes = tonumber(trimsuffix(trimsuffix(var.every, "m"), "h")) * (endswith(var.every, "h") ? 60 : 1)
  cron = {
    for name, minutes in { tick = local.tick_minutes, sweep = local.every_minutes } :
    name => minutes < 60 ? "*/${minutes} * * * *" : "7 */${minutes / 60} * * *"
  }

  settings = {
    EARSHOT_BUCKET           = "gs://${google_storage_bucket.sessions.name}"
    EARSHOT_STAGING          = "gs://${google_storage_bucket.staging.name}"
    EARSHOT_WAREHOUSE        = "bigquery:${var.project}.${google_bigquery_dataset.sessions.dataset_id}"
    EARSHOT_FEED_TZ          = var.feed_time_zone
    EARSHOT_TZ               = var.time_zone
    EARSHOT_TICK             = var.tick
    EARSHOT_EVERY            = var.every
    EARSHOT_MAX_BYTES_BILLED = tostring(var.max_bytes_billed)
  }
  # The function knows neither warehouse nor sweep.
  function_settings = { for name in ["EARSHOT_BUCKET", "EARSHOT_STAGING", "EARSHOT_FEED_TZ"] : name => local.settings[name] }
}
