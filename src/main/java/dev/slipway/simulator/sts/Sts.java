package dev.slipway.simulator.sts;

import dev.slipway.simulator.iam.Roles;
import dev.slipway.simulator.iam.TrustPolicy;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.ServiceException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.AssumedRoleUser;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** The STS operations: caller identity, and roles assumed as their trust policies say. */
public final class Sts {

  private static final Pattern ROLE =
      Pattern.compile("arn:aws[a-z-]*:iam::(\\d{12}):role/(?:.*/)?([^/]+)");

  private final Sessions sessions;
  private final Roles roles;
  private final InstantSource clock;
  private final boolean assumeUnknownRoles;

  /**
   * @param assumeUnknownRoles whether roles that do not exist can be assumed by anyone, instead of
   *     AccessDenied as AWS has it
   */
  public Sts(Sessions sessions, Roles roles, InstantSource clock, boolean assumeUnknownRoles) {
    this.sessions = sessions;
    this.roles = roles;
    this.clock = clock;
    this.assumeUnknownRoles = assumeUnknownRoles;
  }

  public GetCallerIdentityResponse getCallerIdentity(
      GetCallerIdentityRequest request, Caller caller) {
    Optional<Sessions.Session> session = sessions.of(caller.accessKeyId());
    return GetCallerIdentityResponse.builder()
        .account(caller.accountId())
        .arn(arn(caller))
        .userId(session.map(s -> s.roleId() + ":" + s.name()).orElse("AIDASIMULATOR00000000"))
        .build();
  }

  public AssumeRoleResponse assumeRole(AssumeRoleRequest request, Caller caller) {
    Matcher arn = ROLE.matcher(request.roleArn());
    if (!arn.matches()) {
      throw new ServiceException(400, "ValidationError", request.roleArn() + " is invalid");
    }
    String account = arn.group(1);
    String role = arn.group(2);
    Optional<TrustPolicy> trust = roles.trust(account, role);
    boolean admitted =
        trust
            .map(policy -> policy.admits(principals(caller), request.externalId()))
            .orElse(assumeUnknownRoles);
    if (!admitted) {
      throw new ServiceException(
          403,
          "AccessDenied",
          "User: "
              + arn(caller)
              + " is not authorized to perform: sts:AssumeRole on resource: "
              + request.roleArn());
    }
    int seconds = duration(request.durationSeconds(), account, role);
    Sessions.Session session =
        new Sessions.Session(account, role, request.roleSessionName(), "AROA" + Sessions.token(17));
    return AssumeRoleResponse.builder()
        .credentials(
            Credentials.builder()
                .accessKeyId(sessions.open(session))
                .secretAccessKey(Sessions.token(32) + Sessions.token(8))
                .sessionToken(Sessions.token(32) + Sessions.token(32))
                .expiration(clock.instant().plusSeconds(seconds))
                .build())
        .assumedRoleUser(
            AssumedRoleUser.builder()
                .arn(session.arn())
                .assumedRoleId(session.roleId() + ":" + session.name())
                .build())
        .build();
  }

  private int duration(@Nullable Integer asked, String account, String role) {
    int seconds = asked == null ? 3600 : asked;
    if (seconds > roles.longestSession(account, role)) {
      throw new ServiceException(
          400,
          "ValidationError",
          "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
    return seconds;
  }

  private String arn(Caller caller) {
    return sessions
        .of(caller.accessKeyId())
        .map(Sessions.Session::arn)
        .orElse("arn:aws:iam::" + caller.accountId() + ":user/simulator");
  }

  private Set<String> principals(Caller caller) {
    Set<String> names = new HashSet<>();
    names.add(caller.accountId());
    names.add("arn:aws:iam::" + caller.accountId() + ":root");
    names.add(arn(caller));
    sessions
        .of(caller.accessKeyId())
        .ifPresent(s -> names.add("arn:aws:iam::" + s.account() + ":role/" + s.role()));
    return names;
  }
}
