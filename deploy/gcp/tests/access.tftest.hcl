# Who may do what, held against the list that was thought about: a role more, wider or elsewhere fails here.
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
  dashboard_members      = ["group:analysts@example.com"]
  dashboard_token_secret = "earshot-tokens"
}

run "project_roles" {
  command = plan

  assert {
    condition = toset([for grant in google_project_iam_member.grant : "${grant.role} ${grant.member}"]) == toset([
      "roles/bigquery.jobUser serviceAccount:earshot-committer@calls-of-a-telecom.iam.gserviceaccount.com",
      "roles/bigquery.jobUser serviceAccount:earshot-dashboard@calls-of-a-telecom.iam.gserviceaccount.com",
      "roles/eventarc.eventReceiver serviceAccount:earshot-trigger@calls-of-a-telecom.iam.gserviceaccount.com",
      "roles/logging.logWriter serviceAccount:earshot-build@calls-of-a-telecom.iam.gserviceaccount.com",
    ])
    error_message = "Another role on the project than those that were thought about."
  }
  assert {
    condition = (
      google_project_iam_member.storage_agent.role == "roles/pubsub.publisher" &&
      google_project_iam_member.storage_agent.member == "serviceAccount:service-123456789012@gs-project-accounts.iam.gserviceaccount.com"
    )
    error_message = "Cloud Storage's agent publishes events, and does nothing else."
  }
}

run "bucket_roles" {
  command = plan

  assert {
    condition = toset([for grant in google_storage_bucket_iam_member.grant : "${grant.role} ${grant.bucket} ${grant.member}"]) == toset([
      "roles/storage.objectViewer calls-of-a-telecom-sessions serviceAccount:earshot-committer@calls-of-a-telecom.iam.gserviceaccount.com",
      "roles/storage.objectUser calls-of-a-telecom-sessions-staging serviceAccount:earshot-committer@calls-of-a-telecom.iam.gserviceaccount.com",
      "roles/storage.objectViewer calls-of-a-telecom-sessions serviceAccount:earshot-dashboard@calls-of-a-telecom.iam.gserviceaccount.com",
      "roles/storage.objectViewer calls-of-a-telecom-sessions serviceAccount:earshot-function@calls-of-a-telecom.iam.gserviceaccount.com",
      "roles/storage.objectCreator calls-of-a-telecom-sessions-staging serviceAccount:earshot-function@calls-of-a-telecom.iam.gserviceaccount.com",
      "roles/storage.objectViewer calls-of-a-telecom-sessions-staging serviceAccount:earshot-function@calls-of-a-telecom.iam.gserviceaccount.com",
      "roles/storage.objectViewer calls-of-a-telecom-sessions-source serviceAccount:earshot-build@calls-of-a-telecom.iam.gserviceaccount.com",
    ])
    error_message = "Nobody changes session files, and only the committer removes staged ones."
  }
}

run "dataset_roles" {
  command = plan

  assert {
    condition = toset([for grant in google_bigquery_dataset_iam_member.grant : "${grant.role} ${grant.dataset_id} ${grant.member}"]) == toset([
      "roles/bigquery.dataEditor session_dataset serviceAccount:earshot-committer@calls-of-a-telecom.iam.gserviceaccount.com",
      "roles/bigquery.dataViewer session_dataset serviceAccount:earshot-dashboard@calls-of-a-telecom.iam.gserviceaccount.com",
    ])
    error_message = "Only the committer writes the dataset."
  }
}

run "callers" {
  command = plan

  assert {
    condition = [
      for grant in [google_cloud_run_v2_service_iam_member.trigger, google_cloud_run_v2_service_iam_member.scheduler, google_cloud_run_v2_service_iam_member.dashboard["group:analysts@example.com"]] :
      "${grant.role} ${grant.name} ${grant.member}"
      ] == [
      "roles/run.invoker earshot-stage serviceAccount:earshot-trigger@calls-of-a-telecom.iam.gserviceaccount.com",
      "roles/run.invoker earshot-committer serviceAccount:earshot-scheduler@calls-of-a-telecom.iam.gserviceaccount.com",
      "roles/run.invoker earshot-dashboard group:analysts@example.com",
    ]
    error_message = "Each service has one caller; the dashboard those that were named."
  }
  assert {
    condition     = google_artifact_registry_repository_iam_member.grant.role == "roles/artifactregistry.writer" && strcontains(google_artifact_registry_repository_iam_member.grant.member, "earshot-build@")
    error_message = "Only the build writes images."
  }
  assert {
    condition     = google_pubsub_topic_iam_member.dead_letters.role == "roles/pubsub.publisher" && google_pubsub_topic_iam_member.dead_letters.member == "serviceAccount:service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com"
    error_message = "Pub/Sub's agent forwards dead letters."
  }
}

run "each_runs_as_its_own_account" {
  command = plan

  assert {
    condition = [
      google_cloudfunctions2_function.stage.service_config[0].service_account_email,
      google_cloudfunctions2_function.stage.event_trigger[0].service_account_email,
      google_cloud_run_v2_service.committer.template[0].service_account,
      google_cloud_run_v2_service.dashboard[0].template[0].service_account,
      google_cloud_scheduler_job.committer["tick"].http_target[0].oidc_token[0].service_account_email,
      ] == [
      for name in ["function", "trigger", "committer", "dashboard", "scheduler"] : "earshot-${name}@calls-of-a-telecom.iam.gserviceaccount.com"
    ]
    error_message = "A service runs with another's rights."
  }
}

run "the_key_of_pseudonyms" {
  command = plan

  variables {
    customer_key_secret = "earshot-customer-key"
  }

  assert {
    condition = toset([for grant in google_secret_manager_secret_iam_member.customer_key : "${grant.role} ${grant.member}"]) == toset([
      "roles/secretmanager.secretAccessor serviceAccount:earshot-function@calls-of-a-telecom.iam.gserviceaccount.com",
      "roles/secretmanager.secretAccessor serviceAccount:earshot-committer@calls-of-a-telecom.iam.gserviceaccount.com",
    ])
    error_message = "Only who stages needs the key."
  }
}

run "the_tokens_of_the_dashboard" {
  command = plan

  assert {
    condition = [for grant in google_secret_manager_secret_iam_member.dashboard_tokens : "${grant.secret_id} ${grant.role} ${grant.member}"] == [
      "earshot-tokens roles/secretmanager.secretAccessor serviceAccount:earshot-dashboard@calls-of-a-telecom.iam.gserviceaccount.com",
    ]
    error_message = "Only the dashboard reads its tokens."
  }
  assert {
    condition = [
      for env in google_cloud_run_v2_service.dashboard[0].template[0].containers[0].env : env.value_source[0].secret_key_ref[0].secret if env.name == "EARSHOT_TOKEN"
    ] == ["earshot-tokens"]
    error_message = "The dashboard asks for other tokens than those of the secret."
  }
}

run "no_dashboard_without_tokens" {
  command = plan

  variables {
    dashboard_token_secret = null
  }

  expect_failures = [google_cloud_run_v2_service.dashboard]
}

run "nobody_unless_named" {
  command = plan

  variables {
    dashboard_members = []
  }

  assert {
    condition     = length(google_cloud_run_v2_service_iam_member.dashboard) == 0
    error_message = "A dashboard that nobody was named for is open."
  }
}

run "never_everybody" {
  command = plan

  variables {
    dashboard_members = ["allUsers"]
  }

  expect_failures = [var.dashboard_members]
}
