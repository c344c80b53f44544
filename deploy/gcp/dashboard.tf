# Behind IAM: Cloud Run lets in only who is named in dashboard_members.
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
        for_each = merge(local.settings, { EARSHOT_ALLOWED_HOSTS = var.dashboard_hosts })
        content {
          name  = env.key
          value = env.value
        }
      }
    }
  }

  depends_on = [google_project_iam_member.grant]
}
