package dev.slipway.endpoint;

import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.CloudClock;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.CloudLocation;
import dev.slipway.cloud.Roles.LiveRole;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Checks before anything is changed whether Slipway itself may do what a deployment does, and names
 * each missing action. Where Slipway may not ask IAM nothing is checked: AWS will refuse then. An
 * environment in which nothing was missing is not checked again for a while, since its endpoints'
 * names begin alike.
 */
@Component
class OwnPermissions {

  /** The code of a plan that Slipway may not carry out. */
  static final String LACKING = "control-plane-lacks-actions";

  private static final Pattern SESSION =
      Pattern.compile("arn:(aws[a-z-]*):sts::(\\d{12}):assumed-role/([^/]+)/.*");

  private static final Duration GOOD_FOR = Duration.ofMinutes(10);

  private final CloudClock clock;
  private final Map<Key, Instant> known = new ConcurrentHashMap<>();

  OwnPermissions(CloudClock clock) {
    this.clock = clock;
  }

  private record Key(
      UUID environment,
      CloudLocation location,
      Object executionRole,
      @Nullable String adopted,
      Set<String> actions) {}

  /**
   * Asks IAM.
   *
   * @throws Refused (422, {@value #LACKING}) with every action that is missing, and on what
   */
  void check(OwnNeeds asked, Cloud cloud) {
    ReleaseSpec wanted = asked.wanted();
    List<OwnNeeds.Need> needs = asked.all();
    Key key =
        new Key(
            asked.endpoint().environmentId(),
            wanted.location(),
            wanted.executionRole(),
            adopted(asked.endpoint()),
            needs.stream().flatMap(need -> need.actions().stream()).collect(Collectors.toSet()));
    Instant now = clock.now();
    Instant earlier = known.get(key);
    if (earlier != null && !earlier.isBefore(now.minus(GOOD_FOR)) && !earlier.isAfter(now)) return;
    try {
      Optional<String> principal = principal(cloud);
      if (principal.isPresent()) refuse(principal.get(), missing(principal.get(), needs, cloud));
    } catch (CloudFailure untold) {
      return;
    }
    known.put(key, now);
  }

  /**
   * The SageMaker name of an adopted endpoint, which does not begin like the other names of its
   * environment; null for other endpoints.
   */
  private static @Nullable String adopted(Endpoint endpoint) {
    return endpoint.physicalName().startsWith(endpoint.name()) ? null : endpoint.physicalName();
  }

  /** The role or user whose policies count; empty for an account's root. */
  private static Optional<String> principal(Cloud cloud) {
    String arn = cloud.identity().caller().arn();
    Matcher session = SESSION.matcher(arn);
    if (!session.matches()) return arn.contains(":user/") ? Optional.of(arn) : Optional.empty();
    // A session's ARN leaves out the role's path.
    return cloud.roles().find(session.group(3)).map(LiveRole::arn);
  }

  private static Set<String> missing(String principal, List<OwnNeeds.Need> needs, Cloud cloud) {
    Set<String> missing = new LinkedHashSet<>();
    for (OwnNeeds.Need need : needs) {
      for (String action :
          cloud.roles().denied(principal, need.actions(), need.resource(), need.context())) {
        missing.add(need.resource().equals("*") ? action : action + " on " + need.resource());
      }
    }
    return missing;
  }

  private static void refuse(String principal, Set<String> missing) {
    if (missing.isEmpty()) return;
    throw new Refused(
        LACKING,
        "Slipway acts as "
            + principal
            + ", which may not do what this deployment needs: "
            + String.join(", ", missing)
            + ". Add them to its policy; docs/iam has the least one that suffices.");
  }
}
