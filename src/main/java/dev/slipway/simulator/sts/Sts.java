package dev.slipway.simulator.sts;

import dev.slipway.simulator.iam.Access;
import dev.slipway.simulator.iam.Decision;
import dev.slipway.simulator.iam.Permissions;
import dev.slipway.simulator.iam.Roles;
import dev.slipway.simulator.iam.TrustPolicy;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.ServiceException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
  private final Optional<Permissions> permissions;
  private final InstantSource clock;
  private final boolean assumeUnknownRoles;

  /**
   * @param permissions what roles may do; absent where that is not asked
   * @param assumeUnknownRoles whether roles that do not exist can be assumed by anyone, instead of
   *     AccessDenied as AWS has it
   */
  public Sts(
      Sessions sessions,
      Roles roles,
      Optional<Permissions> permissions,
      InstantSource clock,
      boolean assumeUnknownRoles) {
    this.sessions = sessions;
    this.roles = roles;
    this.permissions = permissions;
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
        trust.map(policy -> admits(policy, request, caller, account)).orElse(assumeUnknownRoles);
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
        new Sessions.Session(
            account,
            role,
            request.roleSessionName(),
            roles.id(account, role).orElseGet(() -> "AROA" + Sessions.token(17)));
    String token = Sessions.token(32) + Sessions.token(32);
    Instant now = clock.instant();
    Instant until = now.plusSeconds(seconds);
    return AssumeRoleResponse.builder()
        .credentials(
            Credentials.builder()
                .accessKeyId(sessions.open(session, token, now, until))
                .secretAccessKey(Sessions.token(32) + Sessions.token(8))
                .sessionToken(token)
                .expiration(until)
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

  /**
   * Trust alone is enough where it names a caller of the same account. An account that is trusted
   * as a whole must itself allow its role to assume the other one, and so must another account.
   */
  private boolean admits(
      TrustPolicy trust, AssumeRoleRequest request, Caller caller, String account) {
    Map<String, List<String>> context = new HashMap<>();
    context.put("aws:PrincipalAccount", List.of(caller.accountId()));
    if (request.externalId() != null) {
      context.put("sts:ExternalId", List.of(request.externalId()));
    }
    Set<String> itself = new HashSet<>(Set.of(arn(caller)));
    Optional<Sessions.Session> session = sessions.of(caller.accessKeyId());
    session.ifPresent(s -> itself.add(roles.arn(s.account(), s.role())));
    Set<String> all = new HashSet<>(itself);
    all.add(caller.accountId());
    all.add("arn:aws:iam::" + caller.accountId() + ":root");
    context.put("aws:PrincipalArn", List.copyOf(itself));
    if (!trust.admits(all, context)) {
      return false;
    }
    Decision own = session.flatMap(s -> own(s, request)).orElse(Decision.ALLOWED);
    boolean named = account.equals(caller.accountId()) && trust.admits(itself, context);
    return own == Decision.ALLOWED || (named && own == Decision.IMPLICIT_DENY);
  }

  private Optional<Decision> own(Sessions.Session session, AssumeRoleRequest request) {
    Access access = new Access("sts:AssumeRole", request.roleArn());
    return permissions.map(rules ->
        rules
            .decide(session.account(), session.role(), access)
            .orElse(assumeUnknownRoles ? Decision.ALLOWED : Decision.IMPLICIT_DENY));
  }
}
