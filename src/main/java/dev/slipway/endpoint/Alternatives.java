package dev.slipway.endpoint;

import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The instance types that are tried when AWS has no capacity for the preferred one. */
public final class Alternatives {

  /** How often the whole list is tried. */
  public static final int ROUNDS = 3;

  /** The pause before it is begun anew for the first time; doubled each time. */
  public static final Duration FIRST_PAUSE = Duration.ofMinutes(5);

  private Alternatives() {}

  /** What is worth knowing of them, with their prices; empty where there are none. */
  static List<Remark> remarks(Prices prices, @Nullable ReleaseSpec current, ReleaseSpec wanted) {
    List<String> types = wanted.hosting().types();
    List<Remark> remarks = new ArrayList<>();
    if (types.size() < 2) return remarks;
    remarks.add(
        new Remark(
            Severity.NOTE,
            "alternatives-are-tried",
            "When AWS has no capacity for "
                + priced(prices, types.getFirst())
                + ", the attempt is taken back and "
                + String.join(
                    ", then ", types.stream().skip(1).map(it -> priced(prices, it)).toList())
                + " is tried, each by a deployment and as a release of its own. The whole list is"
                + " tried "
                + ROUNDS
                + " times, after "
                + FIRST_PAUSE.toMinutes()
                + " and "
                + 2 * FIRST_PAUSE.toMinutes()
                + " minutes.",
            null));
    if (current != null
        && current.hosting().serverless() == null
        && !current.hosting().type().equals(wanted.hosting().type())
        && types.contains(current.hosting().type())) {
      remarks.add(
          new Remark(
              Severity.NOTE,
              "preferred-type-is-tried-again",
              "What serves runs on "
                  + current.hosting().type()
                  + "; the preferred type "
                  + wanted.hosting().type()
                  + " is tried first again.",
              "Set hosting.instance_type to " + current.hosting().type() + " to stay there."));
    }
    return remarks;
  }

  private static String priced(Prices prices, String type) {
    OptionalDouble hour = prices.perHour(type);
    return hour.isEmpty()
        ? type + " (price unknown)"
        : String.format(
            Locale.ROOT, "%s (%.3f %s an hour)", type, hour.getAsDouble(), prices.unit());
  }
}
