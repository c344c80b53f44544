# Where session files land.
resource "google_storage_bucket" "sessions" {
  name                        = local.bucket
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  dynamic "lifecycle_rule" {
    for_each = var.raw_retention_days == null ? [] : [var.raw_retention_days]
    content {
      condition {
        age = lifecycle_rule.value
      }
      action {
        type = "Delete"
      }
    }
  }

  depends_on = [google_project_service.needed]
}

# What the function staged and the committer has not loaded yet. A bucket of its own: in that of the sessions it would trigger itself.
resource "google_storage_bucket" "staging" {
  name                        = "${local.bucket}-staging"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = true

  # The committer removes what it loaded. What lies here for so long belongs to a generation that a sweep stages again.
  lifecycle_rule {
    condition {
      age = 30
    }
    action {
      type = "Delete"
    }
  }

  # Staged batches hold what callers said: gone is gone.
  soft_delete_policy {
    retention_duration_seconds = 0
  }
}

resource "google_storage_bucket" "source" {
  name                        = "${local.bucket}-source"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = true
}

resource "google_storage_bucket_object" "function" {
  bucket = google_storage_bucket.source.name
  # Another bundle is another name, so that the function is built again.
  name   = "function-${sha256(filebase64(var.function_archive))}.zip"
  source = var.function_archive
}
