# Every right that is given, in one table: who, what, where. A test holds it against the list that was thought about.
locals {
  accounts = {
    build     = "Builds the function from its source."
    committer = "Loads staged batches into the dataset, and sweeps the bucket."
    dashboard = "Answers the dashboard's questions."
    function  = "Stages one session file."
    scheduler = "Rings for the committer."
    trigger   = "Hands the events of the bucket to the function."
  }

  project_roles = {
    build     = ["roles/logging.logWriter"]
    committer = ["roles/bigquery.jobUser"]
    dashboard = ["roles/bigquery.jobUser"]
    trigger   = ["roles/eventarc.eventReceiver"]
  }
  bucket_roles = {
    build     = { source = ["roles/storage.objectViewer"] }
    committer = { sessions = ["roles/storage.objectViewer"], staging = ["roles/storage.objectUser"] }
    # It shows what stood where a record went to quarantine.
    dashboard = { sessions = ["roles/storage.objectViewer"] }
    # It looks whether a batch is there already, and what is kept out; it never replaces or removes.
    function = { sessions = ["roles/storage.objectViewer"], staging = ["roles/storage.objectCreator", "roles/storage.objectViewer"] }
  }
  dataset_roles = {
    committer = "roles/bigquery.dataEditor"
    dashboard = "roles/bigquery.dataViewer"
  }

  # Known before they are made, so that a plan shows them. A project of a domain turns round in it: example.com:calls, calls.example.com.
  emails  = { for name, account in google_service_account.account : name => "${account.account_id}@${join(".", reverse(split(":", var.project)))}.iam.gserviceaccount.com" }
  members = { for name, email in local.emails : name => "serviceAccount:${email}" }

  project_grants = merge([
    for account, roles in local.project_roles : { for role in roles : "${account} ${role}" => { account = account, role = role } }
  ]...)
  bucket_grants = merge([
    for account, buckets in local.bucket_roles : merge([
      for bucket, roles in buckets : { for role in roles : "${account} ${role} ${bucket}" => { account = account, role = role, bucket = bucket } }
    ]...)
  ]...)
  buckets = {
    sessions = google_storage_bucket.sessions.name
    staging  = google_storage_bucket.staging.name
    source   = google_storage_bucket.source.name
  }

  # Google's own service agents, which exist in every project.
  pubsub_agent = "service-${data.google_project.this.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
}

resource "google_service_account" "account" {
  for_each     = local.accounts
  account_id   = "earshot-${each.key}"
  display_name = "Earshot: ${each.key}"
  description  = each.value

  depends_on = [google_project_service.needed]
}

resource "google_project_iam_member" "grant" {
  for_each = local.project_grants
  project  = var.project
  role     = each.value.role
  member   = local.members[each.value.account]
}

resource "google_storage_bucket_iam_member" "grant" {
  for_each = local.bucket_grants
  bucket   = local.buckets[each.value.bucket]
  role     = each.value.role
  member   = local.members[each.value.account]
}

resource "google_bigquery_dataset_iam_member" "grant" {
  for_each   = local.dataset_roles
  dataset_id = google_bigquery_dataset.sessions.dataset_id
  role       = each.value
  member     = local.members[each.key]
}

resource "google_artifact_registry_repository_iam_member" "grant" {
  location   = var.region
  repository = google_artifact_registry_repository.images.name
  role       = "roles/artifactregistry.writer"
  member     = local.members["build"]
}

# Who may call which service.
resource "google_cloud_run_v2_service_iam_member" "trigger" {
  location = var.region
  name     = google_cloudfunctions2_function.stage.name
  role     = "roles/run.invoker"
  member   = local.members["trigger"]
}

resource "google_cloud_run_v2_service_iam_member" "scheduler" {
  location = var.region
  name     = google_cloud_run_v2_service.committer.name
  role     = "roles/run.invoker"
  member   = local.members["scheduler"]
}

resource "google_cloud_run_v2_service_iam_member" "dashboard" {
  for_each = var.dashboard ? toset(var.dashboard_members) : []
  location = var.region
  name     = google_cloud_run_v2_service.dashboard[0].name
  role     = "roles/run.invoker"
  member   = each.value
}

resource "google_secret_manager_secret_iam_member" "customer_key" {
  for_each  = var.customer_key_secret == null ? [] : toset(["function", "committer"])
  secret_id = var.customer_key_secret
  role      = "roles/secretmanager.secretAccessor"
  member    = local.members[each.key]
}

resource "google_secret_manager_secret_iam_member" "dashboard_tokens" {
  count     = var.dashboard && var.dashboard_token_secret != null ? 1 : 0
  secret_id = var.dashboard_token_secret
  role      = "roles/secretmanager.secretAccessor"
  member    = local.members["dashboard"]
}

# Cloud Storage publishes its events, and Pub/Sub forwards dead letters, by agents of their own.
resource "google_project_iam_member" "storage_agent" {
  project = var.project
  role    = "roles/pubsub.publisher"
  member  = "serviceAccount:${data.google_storage_project_service_account.this.email_address}"
}

resource "google_pubsub_topic_iam_member" "dead_letters" {
  topic  = google_pubsub_topic.dead_letters.id
  role   = "roles/pubsub.publisher"
  member = "serviceAccount:${local.pubsub_agent}"
}
