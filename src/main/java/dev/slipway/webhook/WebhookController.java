package dev.slipway.webhook;

import dev.slipway.access.Needs;
import dev.slipway.access.Principal;
import dev.slipway.access.Role;
import dev.slipway.access.Where;
import dev.slipway.base.Page;
import dev.slipway.secret.Overlap;
import dev.slipway.web.PageRequest;
import dev.slipway.web.Preconditions;
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
 * Webhooks over HTTP. Requests whose answer holds a secret take no {@code Idempotency-Key}, since
 * the answer would be stored.
 */
@RestController
@RequestMapping("/v1/webhooks")
class WebhookController {

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
    Webhook webhook = made.webhook();
    return Preconditions.made(Webhook.path(webhook.name()), made, webhook.rowVersion());
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

  @PostMapping("/{webhook}/secret-rotations")
  @Needs(value = Role.ADMIN, where = Where.EVERYWHERE)
  Webhook.WithSecret rotate(
      @PathVariable String webhook,
      @RequestBody Overlap overlap,
      @AuthenticationPrincipal Principal caller) {
    return edit.rotate(webhook, overlap.checked(), caller);
  }

  private static ResponseEntity<Webhook> tagged(Webhook webhook) {
    return Preconditions.tagged(webhook, webhook.rowVersion());
  }
}
