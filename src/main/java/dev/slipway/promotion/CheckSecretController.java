package dev.slipway.promotion;

import dev.slipway.access.Needs;
import dev.slipway.access.Principal;
import dev.slipway.access.Role;
import dev.slipway.access.Where;
import dev.slipway.environment.Environments;
import dev.slipway.secret.Overlap;
import java.time.Duration;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Secrets of external checks over HTTP. Requests whose answer holds a secret take no {@code
 * Idempotency-Key}, since the answer would be stored.
 */
@RestController
class CheckSecretController {

  private final CheckSecrets secrets;
  private final Environments environments;

  CheckSecretController(CheckSecrets secrets, Environments environments) {
    this.secrets = secrets;
    this.environments = environments;
  }

  /**
   * A secret, which is shown this once.
   *
   * @param secret {@code whsec_…}
   */
  record CheckSecret(String environment, String check, String secret) {}

  @PostMapping("/v1/environments/{environment}/checks/{check}/secrets")
  @Needs(value = Role.ADMIN, where = Where.IN_ENVIRONMENT)
  CheckSecret make(
      @PathVariable("environment") String name,
      @PathVariable String check,
      @RequestBody Overlap overlap,
      @AuthenticationPrincipal Principal caller) {
    Duration both = overlap.checked();
    var environment = environments.byName(name);
    String secret = secrets.make(environment, check, both, caller.name()).text();
    return new CheckSecret(name, check, secret);
  }
}
