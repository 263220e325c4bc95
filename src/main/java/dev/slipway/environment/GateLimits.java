package dev.slipway.environment;

import static dev.slipway.environment.RolloutLimits.within;

import dev.slipway.base.Violations;
import dev.slipway.environment.GateRules.ExternalCheck;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The limits of each field that says what a promotion must pass. */
final class GateLimits {

  private static final int MONTH = 31 * 86_400;
  private static final int MOST_TYPES = 100;
  private static final int MOST_FREEZES = 50;
  private static final int MOST_INSTANCES = 10_000;
  private static final int MOST_APPROVALS = 20;
  private static final int MOST_CHECKS = 20;

  private static final Pattern TYPE = Pattern.compile("ml\\.[a-z0-9*.-]{1,60}|\\*");

  private GateLimits() {}

  static void check(GateRules rules, String at, Violations found) {
    Integer soak = rules.soakSeconds();
    found.require(
        soak == null || within(soak, 1, MONTH),
        at + "/soak_seconds",
        "A version soaks for 1 to %d seconds (31 days).".formatted(MONTH));
    types(rules, at + "/instance_types", found);
    Integer instances = rules.maxInstances();
    found.require(
        instances == null || within(instances, 1, MOST_INSTANCES),
        at + "/max_instances",
        "The most instances are 1 to %d.".formatted(MOST_INSTANCES));
    Double cost = rules.maxCostPerHour();
    found.require(
        cost == null || cost > 0 && Double.isFinite(cost),
        at + "/max_cost_per_hour",
        "The most that a fleet may cost is per hour, and more than 0.");
    freezes(rules.freezing(), at + "/freezes", found);
    Integer approvals = rules.approvals();
    found.require(
        approvals == null || within(approvals, 1, MOST_APPROVALS),
        at + "/approvals",
        "There are 1 to 20 approvals; set approvals to null to ask for none.");
    checks(rules.checking(), at + "/checks", found);
    Integer patience = rules.waitSeconds();
    found.require(
        patience == null || within(patience, 60, MONTH),
        at + "/wait_seconds",
        "A promotion waits for its gates for 60 to %d seconds (31 days).".formatted(MONTH));
  }

  private static void checks(List<ExternalCheck> checks, String at, Violations found) {
    found.require(checks.size() <= MOST_CHECKS, at, "At most 20 checks are kept.");
    Set<String> names = new HashSet<>();
    for (int i = 0; i < checks.size(); i++) {
      ExternalCheck check = checks.get(i);
      ScalingLimits.name(check.name(), names, at + "/" + i + "/name", found);
      found.require(
          within(check.deadlineSeconds(), 1, MONTH),
          at + "/" + i + "/deadline_seconds",
          "A check has 1 to %d seconds (31 days) to answer.".formatted(MONTH));
    }
  }

  private static void types(GateRules rules, String at, Violations found) {
    List<String> types = rules.instanceTypes();
    if (types == null) return;
    found.require(
        within(types.size(), 1, MOST_TYPES),
        at,
        "There are 1 to 100 types; set instance_types to null to allow any.");
    for (int i = 0; i < types.size(); i++) {
      found.require(
          TYPE.matcher(types.get(i)).matches(),
          at + "/" + i,
          "It must be an instance type such as ml.c5.xlarge, or a pattern such as ml.c5.*.");
    }
  }

  private static void freezes(List<Freeze> freezes, String at, Violations found) {
    found.require(freezes.size() <= MOST_FREEZES, at, "At most 50 freezes are kept.");
    Set<String> names = new HashSet<>();
    for (int i = 0; i < freezes.size(); i++) {
      Freeze freeze = freezes.get(i);
      String here = at + "/" + i;
      ScalingLimits.name(freeze.name(), names, here + "/name", found);
      found.require(
          readable(freeze),
          here + "/cron",
          "It must be five fields as crontab has them, or six that begin with seconds, such as"
              + " 0 18 * * FRI for Fridays at 18:00, and come true at some time.");
      found.require(
          known(freeze.zoneName()),
          here + "/timezone",
          "It must be the name of a time zone, such as Europe/Berlin.");
      found.require(
          within(freeze.durationSeconds(), 1, MONTH),
          here + "/duration_seconds",
          "A freeze lasts 1 to %d seconds (31 days).".formatted(MONTH));
    }
  }

  private static boolean readable(Freeze freeze) {
    try {
      // 30 February is a date that can be written and never comes.
      return freeze.cron().length() <= 200
          && freeze.expression().next(LocalDateTime.of(2024, 1, 1, 0, 0)) != null;
    } catch (IllegalArgumentException unreadable) {
      return false;
    }
  }

  static boolean known(String timezone) {
    try {
      return timezone.equals("UTC")
          || timezone.contains("/") && ZoneId.of(timezone).getId().equals(timezone);
    } catch (DateTimeException unknown) {
      return false;
    }
  }
}
