package dev.slipway.promotion;

import dev.slipway.base.Fact;
import dev.slipway.base.Failure.NotFound;
import dev.slipway.base.Ids;
import dev.slipway.base.Timestamps;
import dev.slipway.base.WallClock;
import dev.slipway.cloud.CloudClock;
import dev.slipway.environment.Environment;
import dev.slipway.secret.Seal;
import dev.slipway.secret.SealedColumn;
import dev.slipway.secret.SigningSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The secrets with which external checks sign their answers. Each check has its own in each
 * environment.
 */
@Component
class CheckSecrets {

  private static final String VALID = "(expires_at is null or expires_at > :now)";

  static final SealedColumn COLUMN = new SealedColumn("check_secret", "secret");

  private final JdbcClient jdbc;
  private final WallClock wallClock;
  private final CloudClock cloudClock;
  private final Seal seal;
  private final ApplicationEventPublisher events;

  CheckSecrets(
      JdbcClient jdbc,
      WallClock wallClock,
      CloudClock cloudClock,
      Seal seal,
      ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.wallClock = wallClock;
    this.cloudClock = cloudClock;
    this.seal = seal;
    this.events = events;
  }

  @Bean
  static SealedColumn sealedCheckSecrets() {
    return COLUMN;
  }

  /**
   * Makes a new secret, which is not shown again. The secrets before it stay valid for the overlap.
   *
   * @throws NotFound {@code no-such-check}
   */
  @Transactional
  SigningSecret make(Environment environment, String check, Duration overlap, String by) {
    boolean asked =
        environment.profile().gateRules().checking().stream()
            .anyMatch(one -> one.name().equals(check));
    if (!asked) throw noSuchCheck(environment.name(), check);
    SigningSecret secret = SigningSecret.make();
    UUID id = Ids.next();
    Instant now = wallClock.now();
    jdbc.sql(
            """
            update check_secret set expires_at = least(expires_at, :until)
            where environment_id = :environment and check_name = :check
            """)
        .param("environment", environment.id())
        .param("check", check)
        .param("until", Timestamps.utc(now.plus(overlap)))
        .update();
    jdbc.sql(
            """
            insert into check_secret (id, environment_id, check_name, secret, created_by, created_at)
            values (:id, :environment, :check, :secret, :by, :now)
            """)
        .param("id", id)
        .param("environment", environment.id())
        .param("check", check)
        .param("secret", seal.seal(secret.text(), COLUMN.place(id)))
        .param("by", by)
        .param("now", Timestamps.utc(now))
        .update();
    events.publishEvent(
        new Fact(
            "environment",
            environment.name(),
            "environment.check-secret-made",
            by,
            "Made a new secret for the check %s of %s; the one before counts for %d seconds more."
                .formatted(check, environment.name(), overlap.toSeconds()),
            null,
            Map.of("check", check, "overlap_seconds", overlap.toSeconds()),
            cloudClock.now()));
    return secret;
  }

  /** The refusal where an environment asks for no check of that name. */
  static NotFound noSuchCheck(String environment, String check) {
    return new NotFound(
        "no-such-check",
        "%s asks for no check \"%s\"; its profile lists those it asks for under gates.checks."
            .formatted(environment, check));
  }

  /** The secrets that are valid now, the newest first. */
  List<SigningSecret> valid(String environment, String check) {
    return jdbc.sql(
            """
            select s.id, s.secret from check_secret s join environment e on e.id = s.environment_id
            where e.name = :environment and s.check_name = :check and %s order by s.id desc
            """
                .formatted(VALID))
        .param("environment", environment)
        .param("check", check)
        .param("now", Timestamps.utc(wallClock.now()))
        .query((row, number) ->
            new SigningSecret(
                seal.open(row.getString("secret"), COLUMN.place(row.getObject("id", UUID.class)))))
        .list();
  }
}
