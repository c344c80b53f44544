locals {
  location = coalesce(var.location, var.region)
  bucket   = coalesce(var.bucket, "${var.project}-sessions")

  tick_minutes  = tonumber(trimsuffix(trimsuffix(var.tick, "m"), "h")) * (endswith(var.tick, "h") ? 60 : 1)
  every_minutes = tonumber(trimsuffix(trimsuffix(var.every, "m"), "h")) * (endswith(var.every, "h") ? 60 : 1)
  # The sweep rings at other minutes than the tick: the committer takes one of them at a time.
  cron = {
    tick  = local.tick_minutes < 60 ? "*/${local.tick_minutes} * * * *" : "7 */${local.tick_minutes / 60} * * *"
    sweep = local.every_minutes < 60 ? "1-59/${local.every_minutes} * * * *" : "37 */${local.every_minutes / 60} * * *"
  }

  # Cloud Monitoring notices an absence of 23.5 hours at most.
  longest_absence = 84600
  stale_after     = coalesce(var.stale_after, min(local.longest_absence, max(21600, 3600 + 2 * 60 * local.tick_minutes)))
  no_answer_after = min(local.longest_absence, max(3600, 3 * 60 * local.tick_minutes))
  no_sweep_after  = min(local.longest_absence, 3600 + 2 * 60 * local.every_minutes)

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

  function_settings = local.ingest
  committer_settings = merge(local.ingest, local.warehouse, {
    EARSHOT_WORKERS          = "0"
    EARSHOT_MAX_BYTES_BILLED = tostring(var.commit_max_bytes_billed)
  })
  # It loads nothing; what it knows of ingest tells it whether what is stored was staged by other settings.
  dashboard_settings = merge(local.ingest, local.warehouse, {
    EARSHOT_TZ            = var.time_zone
    EARSHOT_ALLOWED_HOSTS = var.dashboard_hosts
    # Cloud Run's own proxy stands in front.
    EARSHOT_TRUSTED_PROXIES = "1"
  })
}
