package dev.slipway.simulator.permission;

import dev.slipway.simulator.iam.Access;
import dev.slipway.simulator.iam.Decision;
import dev.slipway.simulator.iam.Permissions;
import dev.slipway.simulator.sts.Sessions;
import dev.slipway.simulator.wire.Answer;
import dev.slipway.simulator.wire.Around;
import dev.slipway.simulator.wire.Call;
import dev.slipway.simulator.wire.Service;
import dev.slipway.simulator.wire.ServiceException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Refuses what the policies of the caller's role do not allow. A caller that acts in no role is its
 * account's administrator.
 */
public final class Permitted implements Around {

  private final Sessions sessions;
  private final Permissions permissions;
  private final Needs needs;
  private final boolean unknownRolesMay;

  /**
   * @param unknownRolesMay whether sessions of roles that do not exist may do everything, instead
   *     of nothing
   */
  public Permitted(
      Sessions sessions, Permissions permissions, Needs needs, boolean unknownRolesMay) {
    this.sessions = sessions;
    this.permissions = permissions;
    this.needs = needs;
    this.unknownRolesMay = unknownRolesMay;
  }

  @Override
  public Answer call(Call call, Supplier<Answer> proceed) {
    Optional<Sessions.Session> session = sessions.of(call.caller().accessKeyId());
    if (session.isPresent()) {
      for (Access access : needs.of(call, session.get())) {
        Decision decision =
            permissions
                .decide(session.get().account(), session.get().role(), access)
                .orElse(unknownRolesMay ? Decision.ALLOWED : Decision.IMPLICIT_DENY);
        if (decision != Decision.ALLOWED) {
          throw denied(call.service(), decision.sentence(session.get().arn(), access));
        }
      }
    }
    return proceed.get();
  }

  private static ServiceException denied(Service service, String sentence) {
    return switch (service) {
      case SAGEMAKER, SAGEMAKER_RUNTIME, APPLICATION_AUTO_SCALING, ECR, LOGS, SERVICE_QUOTAS ->
          new ServiceException(400, "AccessDeniedException", sentence);
      case CLOUDWATCH, IAM, STS, S3 -> new ServiceException(403, "AccessDenied", sentence);
      case SNS -> new ServiceException(403, "AuthorizationError", sentence);
    };
  }
}
