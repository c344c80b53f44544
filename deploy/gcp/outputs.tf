output "bucket" {
  description = "Where session files go."
  value       = "gs://${google_storage_bucket.sessions.name}"
}

output "warehouse" {
  description = "For --warehouse, and for earshot export tableau --bigquery."
  value       = "bigquery:${var.project}.${google_bigquery_dataset.sessions.dataset_id}"
}

output "dashboard" {
  description = "Address of the dashboard; null when it is not made."
  value       = one(google_cloud_run_v2_service.dashboard[*].uri)
}

output "images" {
  description = "Where to push the image of Earshot."
  value       = "${var.region}-docker.pkg.dev/${var.project}/${google_artifact_registry_repository.images.repository_id}"
}
