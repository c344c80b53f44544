resource "google_artifact_registry_repository" "images" {
  repository_id = "earshot"
  location      = var.region
  format        = "DOCKER"
  description   = "Images of Earshot, and those that the function is built to."

  depends_on = [google_project_service.needed]
}

# Loads what was staged: one instance, one request at a time. A second one would do no harm, as every statement of it can be done again.
resource "google_cloud_run_v2_service" "committer" {
  name                = "earshot-committer"
  location            = var.region
  ingress             = "INGRESS_TRAFFIC_ALL"
  deletion_protection = false

  template {
    service_account                  = local.emails["committer"]
    timeout                          = "1800s"
    max_instance_request_concurrency = 1
    scaling {
      min_instance_count = 0
      max_instance_count = 1
    }
    containers {
      image   = var.image
      command = ["node_modules/.bin/functions-framework"]
      args    = ["--source=dist/cloud/committer.js", "--target=commit"]
      resources {
        limits = { cpu = "1", memory = "1Gi" }
        # What a run that Cloud Run has given up on still does, it does at full speed, and comes to its end.
        cpu_idle = false
      }
      dynamic "env" {
        for_each = local.committer_settings
        content {
          name  = env.key
          value = env.value
        }
      }
      dynamic "env" {
        for_each = var.customer_key_secret == null ? [] : [var.customer_key_secret]
        content {
          name = "EARSHOT_CUSTOMER_KEY"
          value_source {
            secret_key_ref {
              secret  = env.value
              version = "latest"
            }
          }
        }
      }
    }
  }

  depends_on = [
    google_project_iam_member.grant,
    google_storage_bucket_iam_member.grant,
    google_secret_manager_secret_iam_member.customer_key,
  ]
}

# The tick commits what is staged; the sweep then stages what no event came for.
resource "google_cloud_scheduler_job" "committer" {
  for_each         = local.cron
  name             = "earshot-${each.key}"
  region           = var.region
  schedule         = each.value
  time_zone        = "Etc/UTC"
  attempt_deadline = "1800s"

  # The next tick does what this one did not; the next sweep is hours away.
  retry_config {
    retry_count          = each.key == "tick" ? 0 : 3
    min_backoff_duration = "120s"
    max_backoff_duration = "1200s"
  }

  http_target {
    http_method = "POST"
    uri         = "${google_cloud_run_v2_service.committer.uri}/${each.key}"
    oidc_token {
      service_account_email = local.emails["scheduler"]
      audience              = google_cloud_run_v2_service.committer.uri
    }
  }
}
