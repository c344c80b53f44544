locals {
  location = coalesce(var.location, var.region)
  bucket   = coalesce(var.bucket, "${var.project}-sessions")

  tick_minutes  = tonumber(trimsuffix(trimsuffix(var.tick, "m"), "h")) * (endswith(var.tick, "h") ? 60 : 1)
  every_minutes = tonumber(trimsuffix(trimsuffix(var.every, "m"), "h")) * (endswith(var.every, "h") ? 60 : 1)
  cron = {
    for name, minutes in { tick = local.tick_minutes, sweep = local.every_minutes } :
    name => minutes < 60 ? "*/${minutes} * * * *" : "7 */${minutes / 60} * * *"
  }

  warehouse = {
    EARSHOT_WAREHOUSE        = "bigquery:${var.project}.${google_bigquery_dataset.sessions.dataset_id}"
    EARSHOT_MAX_BYTES_BILLED = tostring(var.max_bytes_billed)
  }
  # Disks of both services are memory, 1 GiB: a larger file would end the instance each time that it is read.
  ingest = merge({
    EARSHOT_BUCKET             = "gs://${google_storage_bucket.sessions.name}"
    EARSHOT_STAGING            = "gs://${google_storage_bucket.staging.name}"
    EARSHOT_FEED_TZ            = var.feed_time_zone
    EARSHOT_MAX_OBJECT_BYTES   = "268435456"
    EARSHOT_MAX_UNPACKED_BYTES = "268435456"
  }, var.ingest_settings)

  function_settings  = local.ingest
  committer_settings = merge(local.ingest, local.warehouse, { EARSHOT_WORKERS = "0" })
  # It loads nothing; what it knows of ingest tells it whether what is stored was staged by other settings.
  dashboard_settings = merge(local.ingest, local.warehouse, {
    EARSHOT_TZ            = var.time_zone
    EARSHOT_ALLOWED_HOSTS = var.dashboard_hosts
    # Cloud Run's own proxy stands in front.
    EARSHOT_TRUSTED_PROXIES = "1"
  })
}
