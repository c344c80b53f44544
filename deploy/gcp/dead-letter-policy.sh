#!/bin/sh
# Gives the subscription of an Eventarc trigger a dead-letter topic: 10 attempts over about an hour, then there.
# https://cloud.google.com/eventarc/docs/retry-events
set -eu
subscription=$("$GCLOUD" eventarc triggers describe "$TRIGGER" --project "$PROJECT" --format 'value(transport.pubsub.subscription)')
"$GCLOUD" pubsub subscriptions add-iam-policy-binding "$subscription" --project "$PROJECT" \
  --member "serviceAccount:$AGENT" --role roles/pubsub.subscriber
"$GCLOUD" pubsub subscriptions update "$subscription" --project "$PROJECT" \
  --dead-letter-topic "$TOPIC" --max-delivery-attempts 10 --min-retry-delay 10s --max-retry-delay 600s
