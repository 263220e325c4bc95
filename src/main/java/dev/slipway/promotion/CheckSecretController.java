package dev.slipway.promotion;

import dev.slipway.access.Needs;
import dev.slipway.access.Principal;
import dev.slipway.access.Role;
import dev.slipway.access.Where;
import dev.slipway.base.Violations;
import dev.slipway.environment.Environments;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Secrets of external checks over HTTP. What answers with a secret takes no {@code
 * Idempotency-Key}: the answer would be stored.
 */
@RestController
class CheckSecretController {

  private static final long LONGEST_OVERLAP = Duration.ofDays(30).toSeconds();
  private static final long USUAL_OVERLAP = Duration.ofDays(1).toSeconds();

  private final CheckSecrets secrets;
  private final Environments environments;

  CheckSecretController(CheckSecrets secrets, Environments environments) {
    this.secrets = secrets;
    this.environments = environments;
  }

  /**
   * What is asked for.
   *
   * @param overlapSeconds how long the secret before still counts; a day unless told
   */
  record NewCheckSecret(@Nullable Long overlapSeconds) {}

  /**
   * A secret, this once.
   *
   * @param secret {@code whsec_…}
   */
  record CheckSecret(String environment, String check, String secret) {}

  @PostMapping("/v1/environments/{environment}/checks/{check}/secrets")
  @Needs(value = Role.ADMIN, where = Where.IN_ENVIRONMENT)
  CheckSecret make(
      @PathVariable("environment") String name,
      @PathVariable String check,
      @RequestBody NewCheckSecret wanted,
      @AuthenticationPrincipal Principal caller) {
    Long stated = wanted.overlapSeconds();
    long overlap = stated == null ? USUAL_OVERLAP : stated;
    new Violations()
        .require(
            overlap >= 0 && overlap <= LONGEST_OVERLAP,
            "/overlap_seconds",
            "Two secrets count at most 30 days long (2592000 seconds).")
        .orInvalid();
    var environment = environments.byName(name);
    String secret =
        secrets.make(environment, check, Duration.ofSeconds(overlap), caller.name()).text();
    return new CheckSecret(name, check, secret);
  }
}
