package dev.slipway.webhook;

import dev.slipway.access.Needs;
import dev.slipway.access.Principal;
import dev.slipway.access.Role;
import dev.slipway.access.Where;
import dev.slipway.base.Page;
import dev.slipway.base.Violations;
import dev.slipway.web.PageRequest;
import dev.slipway.web.Preconditions;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Webhooks over HTTP. What answers with a secret takes no {@code Idempotency-Key}: the answer would
 * be stored.
 */
@RestController
@RequestMapping("/v1/webhooks")
class WebhookController {

  private static final long LONGEST_OVERLAP = Duration.ofDays(30).toSeconds();
  private static final long USUAL_OVERLAP = Duration.ofDays(1).toSeconds();

  private final Webhooks webhooks;
  private final EditWebhooks edit;

  WebhookController(Webhooks webhooks, EditWebhooks edit) {
    this.webhooks = webhooks;
    this.edit = edit;
  }

  @GetMapping
  @Needs(value = Role.ADMIN, where = Where.EVERYWHERE)
  Page<Webhook> list(PageRequest page) {
    return webhooks.list(page);
  }

  @PostMapping
  @Needs(value = Role.ADMIN, where = Where.EVERYWHERE)
  ResponseEntity<Webhook.WithSecret> create(
      @RequestBody NewWebhook wanted, @AuthenticationPrincipal Principal caller) {
    Webhook.WithSecret made = edit.create(wanted, caller);
    return ResponseEntity.created(URI.create(Webhook.path(made.webhook().name())))
        .eTag(Preconditions.etag(made.webhook().rowVersion()))
        .body(made);
  }

  @GetMapping("/{webhook}")
  @Needs(value = Role.ADMIN, where = Where.EVERYWHERE)
  ResponseEntity<Webhook> get(@PathVariable String webhook) {
    return tagged(webhooks.byName(webhook));
  }

  @PatchMapping("/{webhook}")
  @Needs(value = Role.ADMIN, where = Where.EVERYWHERE)
  ResponseEntity<Webhook> change(
      @PathVariable String webhook,
      @RequestBody NewWebhook.Change change,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @AuthenticationPrincipal Principal caller) {
    return tagged(edit.change(webhook, change, ifMatch, caller));
  }

  @DeleteMapping("/{webhook}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Needs(value = Role.ADMIN, where = Where.EVERYWHERE)
  void remove(@PathVariable String webhook, @AuthenticationPrincipal Principal caller) {
    edit.remove(webhook, caller);
  }

  /**
   * How a secret is followed by another.
   *
   * @param overlapSeconds how long the one before still signs; a day unless told
   */
  record Rotation(@Nullable Long overlapSeconds) {}

  @PostMapping("/{webhook}/secret-rotations")
  @Needs(value = Role.ADMIN, where = Where.EVERYWHERE)
  Webhook.WithSecret rotate(
      @PathVariable String webhook,
      @RequestBody Rotation rotation,
      @AuthenticationPrincipal Principal caller) {
    Long stated = rotation.overlapSeconds();
    long overlap = stated == null ? USUAL_OVERLAP : stated;
    new Violations()
        .require(
            overlap >= 0 && overlap <= LONGEST_OVERLAP,
            "/overlap_seconds",
            "Two secrets sign at most 30 days long (2592000 seconds).")
        .orInvalid();
    return edit.rotate(webhook, Duration.ofSeconds(overlap), caller);
  }

  private static ResponseEntity<Webhook> tagged(Webhook webhook) {
    return ResponseEntity.ok().eTag(Preconditions.etag(webhook.rowVersion())).body(webhook);
  }
}
