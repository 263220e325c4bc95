package dev.slipway.webhook;

import dev.slipway.access.Principal;
import dev.slipway.base.Failure;
import dev.slipway.base.Ids;
import dev.slipway.base.Timestamps;
import dev.slipway.base.WallClock;
import dev.slipway.secret.SigningSecret;
import dev.slipway.web.Preconditions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Makes, changes and removes webhooks on request; each change goes on record. */
@Component
class EditWebhooks {

  private final JdbcClient jdbc;
  private final WallClock clock;
  private final Webhooks webhooks;
  private final WebhookFacts facts;
  private final Secrets secrets;
  private final WebhookSettings settings;

  EditWebhooks(
      JdbcClient jdbc,
      WallClock clock,
      Webhooks webhooks,
      WebhookFacts facts,
      Secrets secrets,
      WebhookSettings settings) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.webhooks = webhooks;
    this.facts = facts;
    this.secrets = secrets;
    this.settings = settings;
  }

  /**
   * Makes a webhook, with a secret that is not shown again.
   *
   * @throws Failure.Invalid when a field is outside its limits
   * @throws Failure.Refused {@code webhook-address-refused}
   * @throws Failure.Conflict {@code webhook-exists}
   */
  @Transactional
  Webhook.WithSecret create(NewWebhook wanted, Principal by) {
    wanted.check(settings.allowInternal());
    UUID id = Ids.next();
    try {
      jdbc.sql(
              """
              insert into webhook
                  (id, name, url, types, environments, enabled, created_by, created_at, version)
              values (:id, :name, :url, :types::text[], :environments::text[], :enabled, :by, :now, 0)
              """)
          .param("id", id)
          .param("name", wanted.name())
          .param("url", wanted.url())
          .param("types", array(wanted.types()))
          .param("environments", array(wanted.environments()))
          .param("enabled", wanted.enabled() == null || wanted.enabled())
          .param("by", by.name())
          .param("now", Timestamps.utc(clock.now()))
          .update();
    } catch (DuplicateKeyException e) {
      throw new Failure.Conflict(
          "webhook-exists",
          "There is a webhook \"%s\" already; change it with PATCH, or choose another name."
              .formatted(wanted.name()),
          Webhook.path(wanted.name()));
    }
    SigningSecret secret = secrets.make(id, Duration.ZERO);
    Webhook made = webhooks.byName(wanted.name());
    facts.tell(
        made,
        "webhook.created",
        by.name(),
        "Created webhook %s to %s.".formatted(made.name(), made.host()),
        Map.of("host", made.host(), "types", made.types(), "environments", made.environments()));
    return new Webhook.WithSecret(made, secret.text());
  }

  /**
   * Changes what the change names. Nothing is stored or told where the webhook is so already.
   * Enabling a webhook again, or giving it another address, forgets its failures.
   *
   * @throws Failure.Precondition when the caller has not seen the present state
   */
  @Transactional
  Webhook change(String name, NewWebhook.Change change, @Nullable String ifMatch, Principal by) {
    change.check(settings.allowInternal());
    Webhook before = webhooks.locked(name);
    Preconditions.require(ifMatch, before.rowVersion());
    if (!change.changes(before)) return before;
    jdbc.sql(
            """
            update webhook
            set url = coalesce(:url, url),
                types = coalesce(:types::text[], types),
                environments = coalesce(:environments::text[], environments),
                enabled = coalesce(:enabled, enabled),
                disabled_reason = case when :enabled::boolean is null then disabled_reason end,
                failing_since = case when :enabled::boolean or :url::text <> url then null
                                     else failing_since end,
                version = version + 1
            where id = :id
            """)
        .param("url", change.url())
        .param("types", change.types() == null ? null : array(change.types()))
        .param("environments", change.environments() == null ? null : array(change.environments()))
        .param("enabled", change.enabled())
        .param("id", before.id())
        .update();
    if (Boolean.TRUE.equals(change.enabled()) && !before.enabled()) tryOn(before.id());
    Webhook after = webhooks.byName(name);
    facts.tell(
        after,
        "webhook.changed",
        by.name(),
        "Changed webhook %s to %s.".formatted(after.name(), after.host()),
        Map.of(
            "host", after.host(),
            "types", after.types(),
            "environments", after.environments(),
            "enabled", after.enabled()));
    return after;
  }

  /** Lets deliveries that have waited be tried for as long as new ones. */
  private void tryOn(UUID webhook) {
    jdbc.sql(
            """
            update webhook_delivery set give_up_at = greatest(give_up_at, :until)
            where webhook_id = :webhook and state = 'PENDING'
            """)
        .param("until", Timestamps.utc(clock.now().plus(Backoff.GIVE_UP)))
        .param("webhook", webhook)
        .update();
  }

  /** Removes a webhook, with its deliveries. */
  @Transactional
  void remove(String name, Principal by) {
    Webhook webhook = webhooks.locked(name);
    jdbc.sql("delete from webhook where id = ?").param(webhook.id()).update();
    facts.tell(
        webhook,
        "webhook.removed",
        by.name(),
        "Removed webhook %s to %s.".formatted(name, webhook.host()),
        Map.of("host", webhook.host()));
  }

  /**
   * Makes a new secret, which is not shown again. The secret before it still signs during the
   * overlap.
   */
  @Transactional
  Webhook.WithSecret rotate(String name, Duration overlap, Principal by) {
    Webhook webhook = webhooks.locked(name);
    SigningSecret secret = secrets.make(webhook.id(), overlap);
    facts.tell(
        webhook,
        "webhook.secret-rotated",
        by.name(),
        "Made a new secret for webhook %s; the one before signs for %d seconds more."
            .formatted(name, overlap.toSeconds()),
        Map.of("overlap_seconds", overlap.toSeconds()));
    return new Webhook.WithSecret(webhooks.byName(name), secret.text());
  }

  private static String[] array(@Nullable List<String> words) {
    return words == null ? new String[0] : NewWebhook.distinct(words).toArray(String[]::new);
  }
}
