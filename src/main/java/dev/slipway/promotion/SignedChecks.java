package dev.slipway.promotion;

import dev.slipway.access.Grant;
import dev.slipway.access.Permissions;
import dev.slipway.access.Principal;
import dev.slipway.access.Role;
import dev.slipway.access.SignedCallers;
import dev.slipway.base.Failure;
import dev.slipway.base.WallClock;
import dev.slipway.secret.SignedMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Recognises external checks by the signatures of their answers. Each check has a secret of its own
 * in each environment, and the message's id is the promotion's id. So a signed answer is good for
 * that check of that promotion alone.
 */
@Component
class SignedChecks implements SignedCallers {

  private final EnvironmentOfPromotion environments;
  private final CheckSecrets secrets;
  private final WallClock clock;

  SignedChecks(EnvironmentOfPromotion environments, CheckSecrets secrets, WallClock clock) {
    this.environments = environments;
    this.secrets = secrets;
    this.clock = clock;
  }

  @Override
  public String path() {
    return "/v1/promotions/{promotion}/checks/{check}";
  }

  @Override
  public Principal signer(Map<String, String> variables, SignedMessage message) {
    String promotion = String.valueOf(variables.get("promotion"));
    String check = String.valueOf(variables.get("check"));
    if (!message.id().equals(promotion)) {
      throw wrong("Its webhook-id must be the id of the promotion, as in the path.");
    }
    if (!message.isOf(clock.now())) {
      throw wrong("Its webhook-timestamp must be the time in seconds, within five minutes.");
    }
    Optional<String> environment = environments.find(promotion);
    boolean signed =
        environment.isPresent()
            && secrets.valid(environment.get(), check).stream().anyMatch(message::isSignedWith);
    if (!signed) {
      throw wrong("Its signature is none that a secret of this check makes of this message.");
    }
    String name = environment.get() + "/" + check;
    return new Principal(
        "check:" + name,
        Principal.Kind.SIGNER,
        check,
        new Permissions(List.of(new Grant(Role.APPROVER, environment.get())), null),
        null);
  }

  private static Failure wrong(String why) {
    return new Failure.Unauthenticated(
        "check-signature-wrong", "The answer is not signed as it has to be. " + why);
  }
}
