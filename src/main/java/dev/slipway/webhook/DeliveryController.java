package dev.slipway.webhook;

import dev.slipway.access.Needs;
import dev.slipway.access.Role;
import dev.slipway.access.Where;
import dev.slipway.base.Failure;
import dev.slipway.base.Page;
import dev.slipway.base.WallClock;
import dev.slipway.web.Accepted;
import dev.slipway.web.Idempotent;
import dev.slipway.web.PageRequest;
import dev.slipway.web.StatedChoice;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The delivery log over HTTP, and sending once more. */
@RestController
@RequestMapping("/v1/webhooks/{webhook}")
class DeliveryController {

  /** After how many seconds it is worth looking whether it has arrived. */
  private static final Duration OLDEST = Duration.ofDays(365);

  private final Webhooks webhooks;
  private final Deliveries deliveries;
  private final TakeUpEvents events;
  private final Attempts attempts;
  private final WallClock clock;

  DeliveryController(
      Webhooks webhooks,
      Deliveries deliveries,
      TakeUpEvents events,
      Attempts attempts,
      WallClock clock) {
    this.webhooks = webhooks;
    this.deliveries = deliveries;
    this.events = events;
    this.attempts = attempts;
    this.clock = clock;
  }

  @GetMapping("/deliveries")
  @Needs(value = Role.ADMIN, where = Where.EVERYWHERE)
  Page<Delivery> list(
      @PathVariable String webhook,
      @RequestParam(required = false) @Nullable String state,
      PageRequest page) {
    return deliveries.list(
        webhooks.byName(webhook), StatedChoice.read("state", state, Delivery.State.values()), page);
  }

  @GetMapping("/deliveries/{delivery}")
  @Needs(value = Role.ADMIN, where = Where.EVERYWHERE)
  Delivery get(@PathVariable String webhook, @PathVariable UUID delivery) {
    return deliveries.get(webhooks.byName(webhook), delivery);
  }

  @PostMapping("/deliveries/{delivery}/replays")
  @Needs(value = Role.ADMIN, where = Where.EVERYWHERE)
  @Idempotent
  ResponseEntity<Delivery> replay(@PathVariable String webhook, @PathVariable UUID delivery) {
    Webhook of = enabled(webhook);
    Delivery again = deliveries.replay(of, delivery);
    return accepted(of, "/" + delivery).body(again);
  }

  /**
   * From when on everything is sent once more.
   *
   * @param since wall time
   */
  record Replay(Instant since) {}

  /**
   * The result of a replay.
   *
   * @param messages how many are sent
   */
  record Replayed(int messages) {}

  @PostMapping("/replays")
  @Needs(value = Role.ADMIN, where = Where.EVERYWHERE)
  @Idempotent
  ResponseEntity<Replayed> replaySince(@PathVariable String webhook, @RequestBody Replay replay) {
    Instant now = clock.now();
    if (replay.since().isAfter(now) || replay.since().isBefore(now.minus(OLDEST))) {
      throw Failure.Invalid.field("/since", "since is a time within the last 365 days.");
    }
    Webhook of = enabled(webhook);
    int messages = events.replaySince(of, replay.since());
    return accepted(of, "").body(new Replayed(messages));
  }

  /** The webhook of this name, if it is enabled. Only pings are sent to a disabled one. */
  private Webhook enabled(String name) {
    Webhook webhook = webhooks.byName(name);
    if (webhook.enabled()) return webhook;
    String why = webhook.disabledReason() == null ? "" : " " + webhook.disabledReason();
    throw new Failure.Conflict(
        "webhook-disabled",
        "The webhook "
            + name
            + " is disabled."
            + why
            + " Nothing would arrive until it is enabled: PATCH "
            + Webhook.path(name)
            + " with {\"enabled\": true}.",
        Webhook.path(name));
  }

  private static ResponseEntity.BodyBuilder accepted(Webhook webhook, String delivery) {
    return Accepted.at(Webhook.path(webhook.name()) + "/deliveries" + delivery);
  }

  /** Sends a message without an event, at once and only once, and answers with its outcome. */
  @PostMapping("/pings")
  @Needs(value = Role.ADMIN, where = Where.EVERYWHERE)
  Delivery ping(@PathVariable String webhook) {
    Webhook to = webhooks.byName(webhook);
    UUID id = deliveries.addPing(to.id());
    attempts.make(id, to.id());
    return deliveries.get(to, id);
  }
}
