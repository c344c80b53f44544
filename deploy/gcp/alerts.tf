resource "google_monitoring_notification_channel" "email" {
  for_each     = toset(var.alert_emails)
  type         = "email"
  display_name = "Earshot: ${each.value}"
  labels       = { email_address = each.value }

  depends_on = [google_project_service.needed]
}

locals {
  channels = [for channel in google_monitoring_notification_channel.email : channel.id]

  # The committer writes a line of JSON for each commit: { "event": "commit", "sessions": …, "records": …, "quarantined": … }.
  commits = "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=\"earshot-committer\" AND jsonPayload.event=\"commit\""
  counted = {
    sessions    = "Sessions that a commit loaded."
    records     = "Records that a commit took in."
    quarantined = "Records that a commit put into quarantine."
  }
}

resource "google_logging_metric" "commit" {
  for_each        = local.counted
  name            = "earshot_${each.key}"
  description     = each.value
  filter          = "${local.commits} AND jsonPayload.${each.key}>0"
  value_extractor = "EXTRACT(jsonPayload.${each.key})"

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "DISTRIBUTION"
    unit        = "1"
  }

  depends_on = [google_project_service.needed]
}

# Each sweep ends with a line of its own.
resource "google_logging_metric" "sweep" {
  name        = "earshot_sweeps"
  description = "Sweeps of the bucket."
  filter      = "${local.commits} AND jsonPayload.message=\"swept\""

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
    unit        = "1"
  }

  depends_on = [google_project_service.needed]
}

resource "google_monitoring_alert_policy" "stale" {
  display_name          = "Earshot: stale data"
  combiner              = "OR"
  severity              = "WARNING"
  notification_channels = local.channels

  conditions {
    display_name = "no session was loaded for ${local.stale_after / 3600} h"
    condition_absent {
      filter   = "resource.type=\"cloud_run_revision\" AND metric.type=\"logging.googleapis.com/user/${google_logging_metric.commit["sessions"].name}\""
      duration = "${local.stale_after}s"
      aggregations {
        alignment_period     = "300s"
        per_series_aligner   = "ALIGN_DELTA"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }

  conditions {
    display_name = "the committer has not answered well for so long"
    condition_absent {
      filter   = "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=\"${google_cloud_run_v2_service.committer.name}\" AND metric.type=\"run.googleapis.com/request_count\" AND metric.labels.response_code_class=\"2xx\""
      duration = "${local.no_answer_after}s"
      aggregations {
        alignment_period     = "300s"
        per_series_aligner   = "ALIGN_DELTA"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }

  conditions {
    display_name = "the bucket was not swept for ${local.no_sweep_after / 3600} h"
    condition_absent {
      filter   = "resource.type=\"cloud_run_revision\" AND metric.type=\"logging.googleapis.com/user/${google_logging_metric.sweep.name}\""
      duration = "${local.no_sweep_after}s"
      aggregations {
        alignment_period     = "300s"
        per_series_aligner   = "ALIGN_DELTA"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }

  lifecycle {
    precondition {
      condition     = local.stale_after > 60 * local.tick_minutes
      error_message = "stale_after is ${local.stale_after} s and a commit comes every ${var.tick}: the data would be stale between two commits. Leave it out, or give it more."
    }
  }

  documentation {
    mime_type = "text/markdown"
    content   = "Do session files still land in gs://${local.bucket}? Then look at the logs of earshot-stage and earshot-committer. docs/deploy-gcp.md tells what to do."
  }
}

resource "google_monitoring_alert_policy" "dead_letters" {
  display_name          = "Earshot: dead letters"
  combiner              = "OR"
  severity              = "WARNING"
  notification_channels = local.channels

  conditions {
    display_name = "an event failed too often"
    condition_threshold {
      filter          = "resource.type=\"pubsub_subscription\" AND resource.labels.subscription_id=\"${google_pubsub_subscription.dead_letters.name}\" AND metric.type=\"pubsub.googleapis.com/subscription/num_undelivered_messages\""
      comparison      = "COMPARISON_GT"
      threshold_value = 0
      duration        = "0s"
      aggregations {
        alignment_period   = "60s"
        per_series_aligner = "ALIGN_MAX"
      }
    }
  }

  documentation {
    mime_type = "text/markdown"
    content   = "`gcloud pubsub subscriptions pull earshot-dead-letters` names the objects. The next sweep stages them; the log of earshot-stage tells why they failed."
  }
}

resource "google_monitoring_alert_policy" "quarantine" {
  display_name          = "Earshot: share of quarantine"
  combiner              = "OR"
  severity              = "WARNING"
  notification_channels = local.channels

  conditions {
    display_name = "more than ${var.quarantine_share * 100} % of an hour's records"
    condition_prometheus_query_language {
      query               = "sum(increase(logging_googleapis_com:user_${google_logging_metric.commit["quarantined"].name}_sum{monitored_resource=\"cloud_run_revision\"}[1h])) / sum(increase(logging_googleapis_com:user_${google_logging_metric.commit["records"].name}_sum{monitored_resource=\"cloud_run_revision\"}[1h])) > ${var.quarantine_share}"
      duration            = "0s"
      evaluation_interval = "300s"
      # The series begin with the first commit.
      disable_metric_validation = true
    }
  }

  documentation {
    mime_type = "text/markdown"
    content   = "`earshot quarantine list` tells which records and why. A feed that changed its format is the usual reason."
  }
}
