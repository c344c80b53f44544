# That the parts fit together as the docs say.
mock_provider "google" {
  mock_data "google_project" {
    defaults = { number = "123456789012" }
  }
  mock_data "google_storage_project_service_account" {
    defaults = { email_address = "service-123456789012@gs-project-accounts.iam.gserviceaccount.com" }
  }
}

variables {
  project                = "calls-of-a-telecom"
  image                  = "us-central1-docker.pkg.dev/calls-of-a-telecom/earshot/earshot:0.1.0"
  function_archive       = "tests/bundle.zip"
  dashboard_token_secret = "earshot-tokens"
}

run "events" {
  command = plan

  assert {
    condition = (
      google_cloudfunctions2_function.stage.event_trigger[0].event_type == "google.cloud.storage.object.v1.finalized" &&
      google_cloudfunctions2_function.stage.event_trigger[0].retry_policy == "RETRY_POLICY_RETRY" &&
      one(google_cloudfunctions2_function.stage.event_trigger[0].event_filters).value == "calls-of-a-telecom-sessions"
    )
    error_message = "The function hears of each file in the bucket of session files, again if it failed."
  }
  assert {
    condition     = google_cloudfunctions2_function.stage.service_config[0].environment_variables["EARSHOT_STAGING"] == "gs://calls-of-a-telecom-sessions-staging"
    error_message = "Staged into the bucket of the sessions, the function would trigger itself."
  }
  assert {
    condition     = !contains(keys(google_cloudfunctions2_function.stage.service_config[0].environment_variables), "EARSHOT_WAREHOUSE")
    error_message = "The function never writes to BigQuery."
  }
  assert {
    condition     = google_cloudfunctions2_function.stage.service_config[0].ingress_settings == "ALLOW_INTERNAL_ONLY"
    error_message = "The function is called by events alone."
  }
}

run "one_committer_on_its_ticks" {
  command = plan

  assert {
    condition = (
      google_cloud_run_v2_service.committer.template[0].scaling[0].max_instance_count == 1 &&
      google_cloud_run_v2_service.committer.template[0].max_instance_request_concurrency == 1
    )
    error_message = "More than one committer."
  }
  assert {
    condition     = { for name, job in google_cloud_scheduler_job.committer : name => job.schedule } == { tick = "*/2 * * * *", sweep = "37 */4 * * *" }
    error_message = "Two minutes and four hours."
  }
  assert {
    condition     = { for env in google_cloud_run_v2_service.committer.template[0].containers[0].env : env.name => env.value }["EARSHOT_WAREHOUSE"] == "bigquery:calls-of-a-telecom.session_dataset"
    error_message = "The committer loads another dataset."
  }
}

run "a_commit_may_read_more_than_a_question" {
  command = plan

  assert {
    condition     = { for env in google_cloud_run_v2_service.committer.template[0].containers[0].env : env.name => env.value }["EARSHOT_MAX_BYTES_BILLED"] == "1099511627776"
    error_message = "A commit may read 1 TiB."
  }
  assert {
    condition     = { for env in google_cloud_run_v2_service.dashboard[0].template[0].containers[0].env : env.name => env.value }["EARSHOT_MAX_BYTES_BILLED"] == "107374182400"
    error_message = "A question may read 100 GiB."
  }
}

run "all_who_stage_stage_alike" {
  command = plan

  variables {
    ingest_settings = { EARSHOT_FALLBACK_INTENTS = "none_of_these", EARSHOT_MAX_OBJECT_BYTES = "1000" }
  }

  # Batches that were staged by other settings than the committer's are read again, all of them, at each tick.
  assert {
    condition = alltrue([
      for name, value in google_cloudfunctions2_function.stage.service_config[0].environment_variables :
      { for env in google_cloud_run_v2_service.committer.template[0].containers[0].env : env.name => env.value }[name] == value
    ])
    error_message = "Function and committer read files by different settings."
  }
  assert {
    condition     = google_cloudfunctions2_function.stage.service_config[0].environment_variables["EARSHOT_FALLBACK_INTENTS"] == "none_of_these" && google_cloudfunctions2_function.stage.service_config[0].environment_variables["EARSHOT_MAX_OBJECT_BYTES"] == "1000"
    error_message = "A setting of ingest does not reach the function."
  }
}

run "a_secret_is_no_setting" {
  command = plan

  variables {
    ingest_settings = { EARSHOT_CUSTOMER_KEY = "in the open" }
  }

  expect_failures = [var.ingest_settings]
}

run "other_ticks" {
  command = plan

  variables {
    tick  = "1h"
    every = "30m"
  }

  assert {
    condition     = { for name, job in google_cloud_scheduler_job.committer : name => job.schedule } == { tick = "7 */1 * * *", sweep = "1-59/30 * * * *" }
    error_message = "Hours and minutes as cron says them."
  }
}

run "the_longest_tick" {
  command = plan

  variables {
    tick  = "12h"
    every = "12h"
  }

  assert {
    condition     = { for name, job in google_cloud_scheduler_job.committer : name => job.schedule } == { tick = "7 */12 * * *", sweep = "37 */12 * * *" }
    error_message = "Tick and sweep ring in the same minute."
  }
  assert {
    condition     = { for name, job in google_cloud_scheduler_job.committer : name => job.retry_config[0].retry_count } == { tick = 0, sweep = 3 }
    error_message = "A sweep that did not come through waits for the next one."
  }
  assert {
    condition = alltrue([
      for one in google_monitoring_alert_policy.stale.conditions :
      tonumber(trimsuffix(one.condition_absent[0].duration, "s")) <= 84600 && tonumber(trimsuffix(one.condition_absent[0].duration, "s")) > 12 * 3600
    ])
    error_message = "Longer than Cloud Monitoring takes, or shorter than from one commit to the next."
  }
}

run "stale_between_two_commits" {
  command = plan

  variables {
    tick        = "4h"
    stale_after = 7200
  }

  expect_failures = [google_monitoring_alert_policy.stale]
}

run "numbers_that_mean_nothing" {
  command = plan

  variables {
    quarantine_share        = 5
    stale_after             = 1
    raw_retention_days      = 0
    max_function_instances  = 0
    max_bytes_billed        = 0.5
    commit_max_bytes_billed = 1000
    feed_time_zone          = "mars"
  }

  expect_failures = [
    var.quarantine_share,
    var.stale_after,
    var.raw_retention_days,
    var.max_function_instances,
    var.max_bytes_billed,
    var.commit_max_bytes_billed,
    var.feed_time_zone,
  ]
}

run "services_and_processors" {
  command = plan

  assert {
    condition     = contains(keys(google_project_service.needed), "iam.googleapis.com")
    error_message = "Without its API no service account is made."
  }
  assert {
    condition     = !google_cloud_run_v2_service.committer.template[0].containers[0].resources[0].cpu_idle
    error_message = "What outlasts its request comes to no end."
  }
}

run "a_tick_that_cron_can_not_say" {
  command = plan

  variables {
    tick = "7m"
  }

  expect_failures = [var.tick]
}

run "nothing_is_public_or_lost" {
  command = plan

  assert {
    condition = alltrue([
      for bucket in [google_storage_bucket.sessions, google_storage_bucket.staging, google_storage_bucket.source] :
      bucket.public_access_prevention == "enforced" && bucket.uniform_bucket_level_access
    ])
    error_message = "A bucket can be made public."
  }
  assert {
    condition     = !coalesce(google_storage_bucket.sessions.force_destroy, false) && !google_bigquery_dataset.sessions.delete_contents_on_destroy
    error_message = "Taking the deployment down would take session files or the dataset along."
  }
  assert {
    condition     = length(google_storage_bucket.sessions.lifecycle_rule) == 0
    error_message = "Session files leave the bucket without anyone having asked."
  }
}

run "alerts" {
  command = plan

  variables {
    alert_emails = ["ops@example.com"]
  }

  assert {
    condition     = [for one in google_monitoring_alert_policy.stale.conditions : one.condition_absent[0].duration] == ["21600s", "3600s", "32400s"]
    error_message = "Stale data: no session for six hours, no commit for one, or no sweep for two and an hour."
  }
  assert {
    condition     = strcontains(google_monitoring_alert_policy.dead_letters.conditions[0].condition_threshold[0].filter, "subscription_id=\"earshot-dead-letters\"")
    error_message = "Dead letters of another subscription."
  }
  assert {
    condition     = endswith(google_monitoring_alert_policy.quarantine.conditions[0].condition_prometheus_query_language[0].query, "> 0.05")
    error_message = "Five in a hundred."
  }
  assert {
    condition     = length(google_monitoring_notification_channel.email) == 1
    error_message = "Nobody is told."
  }
}

run "without_the_dashboard" {
  command = plan

  variables {
    dashboard              = false
    dashboard_token_secret = null
  }

  assert {
    condition     = length(google_cloud_run_v2_service.dashboard) == 0 && output.dashboard == null
    error_message = "The dashboard is made all the same."
  }
}
