# Its tables and views are made by the committer from the one contract, not here.
resource "google_bigquery_dataset" "sessions" {
  dataset_id                 = var.dataset
  location                   = local.location
  description                = "Sessions of the IVR chatbot, by Earshot: raw_session_data, conversation_data and customer_data are for everyone."
  delete_contents_on_destroy = false

  depends_on = [google_project_service.needed]
}
