# Behind IAM: Cloud Run lets in only who is named in dashboard_members, and Earshot asks those for a token that says what they may see.
resource "google_cloud_run_v2_service" "dashboard" {
  count               = var.dashboard ? 1 : 0
  name                = "earshot-dashboard"
  location            = var.region
  ingress             = "INGRESS_TRAFFIC_ALL"
  deletion_protection = false

  template {
    service_account = local.emails["dashboard"]
    timeout         = "60s"
    scaling {
      min_instance_count = 0
      max_instance_count = 4
    }
    containers {
      image = var.image
      args  = ["serve", "--no-watch", "--host", "0.0.0.0", "--port", "8080"]
      ports {
        container_port = 8080
      }
      resources {
        limits = { cpu = "1", memory = "512Mi" }
      }
      dynamic "env" {
        for_each = local.dashboard_settings
        content {
          name  = env.key
          value = env.value
        }
      }
      dynamic "env" {
        for_each = var.dashboard_token_secret == null ? [] : [var.dashboard_token_secret]
        content {
          name = "EARSHOT_TOKEN"
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

  lifecycle {
    precondition {
      condition     = var.dashboard_token_secret != null
      error_message = "The dashboard is bound beyond loopback, where Earshot does not start without tokens: name a secret that holds EARSHOT_TOKEN in dashboard_token_secret, or say dashboard = false."
    }
  }

  depends_on = [google_project_iam_member.grant, google_secret_manager_secret_iam_member.dashboard_tokens]
}
