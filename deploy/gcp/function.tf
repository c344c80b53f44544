# One instance reads, cleans and redacts one file, and puts one batch into the staging bucket.
resource "google_cloudfunctions2_function" "stage" {
  name        = "earshot-stage"
  location    = var.region
  description = "Stages one session file that landed in ${local.bucket}."

  build_config {
    runtime           = "nodejs22"
    entry_point       = "stage"
    service_account   = "projects/${var.project}/serviceAccounts/${local.emails["build"]}"
    docker_repository = google_artifact_registry_repository.images.id
    source {
      storage_source {
        bucket = google_storage_bucket.source.name
        object = google_storage_bucket_object.function.name
      }
    }
  }

  service_config {
    service_account_email = local.emails["function"]
    available_cpu         = "1"
    available_memory      = "1Gi"
    timeout_seconds       = 540
    max_instance_count    = var.max_function_instances
    # One file an instance: a large one must not take the memory of another.
    max_instance_request_concurrency = 1
    ingress_settings                 = "ALLOW_INTERNAL_ONLY"
    environment_variables            = local.function_settings

    dynamic "secret_environment_variables" {
      for_each = var.customer_key_secret == null ? [] : [var.customer_key_secret]
      content {
        key        = "EARSHOT_CUSTOMER_KEY"
        project_id = var.project
        secret     = secret_environment_variables.value
        version    = "latest"
      }
    }
  }

  event_trigger {
    event_type            = "google.cloud.storage.object.v1.finalized"
    trigger_region        = var.region
    retry_policy          = "RETRY_POLICY_RETRY"
    service_account_email = local.emails["trigger"]
    event_filters {
      attribute = "bucket"
      value     = google_storage_bucket.sessions.name
    }
  }

  depends_on = [
    google_project_iam_member.grant,
    google_project_iam_member.storage_agent,
    google_storage_bucket_iam_member.grant,
    google_artifact_registry_repository_iam_member.grant,
    google_secret_manager_secret_iam_member.customer_key,
  ]
}

# An event that failed so often goes here; the sweep stages the file all the same.
resource "google_pubsub_topic" "dead_letters" {
  name                       = "earshot-dead-letters"
  message_retention_duration = "604800s"

  depends_on = [google_project_service.needed]
}

# Without a subscription what comes to a topic is gone at once.
resource "google_pubsub_subscription" "dead_letters" {
  name                       = "earshot-dead-letters"
  topic                      = google_pubsub_topic.dead_letters.id
  message_retention_duration = "604800s"
  expiration_policy {
    ttl = ""
  }
}

# The subscription between bucket and function is Eventarc's, and the provider can't set its dead-letter topic.
resource "terraform_data" "dead_letter_policy" {
  triggers_replace = [google_cloudfunctions2_function.stage.event_trigger[0].trigger, google_pubsub_topic.dead_letters.id]

  provisioner "local-exec" {
    command = "sh ${path.module}/dead-letter-policy.sh"
    environment = {
      GCLOUD  = var.gcloud
      TRIGGER = google_cloudfunctions2_function.stage.event_trigger[0].trigger
      TOPIC   = google_pubsub_topic.dead_letters.id
      PROJECT = var.project
      AGENT   = local.pubsub_agent
    }
  }

  depends_on = [google_pubsub_topic_iam_member.dead_letters]
}
