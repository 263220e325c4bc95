package dev.slipway.rollout;

import dev.slipway.cloud.Alarms.LiveAlarm;
import dev.slipway.cloud.Autoscaling.Target;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.TagKeys;
import dev.slipway.endpoint.Claim;
import dev.slipway.endpoint.Marks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/**
 * Puts Slipway's mark on an endpoint that was made elsewhere and on the resources that it runs on:
 * on exactly those that the plan names, one a tick. Tags that are there already stay, AWS's own
 * among them. The resources go on record as Slipway's together, when all of them carry the mark.
 */
@Component
class OwnershipStep implements Step {

  private static final int MOST_TAGS = 50;

  @Override
  public StepName name() {
    return StepName.OWNERSHIP;
  }

  @Override
  public Outcome advance(StepContext context) {
    List<ResourceChange> claimed = new ArrayList<>();
    for (Claim claim : Claim.in(context.deployment().plan())) {
      Optional<Marked> found = find(claim, context);
      if (found.isEmpty()) {
        return new Outcome.Impossible(
            "resource-lost", "The " + claim.kind() + " " + claim.name() + " is gone.");
      }
      Marked marked = found.get();
      String owner = marked.tags().get(Marks.ENDPOINT);
      if (owner != null && !owner.equals(context.endpoint().name())) {
        return new Outcome.Impossible(
            "belongs-to-another-endpoint",
            "The " + claim.kind() + " " + claim.name() + " carries the mark of " + owner + ".");
      }
      Map<String, String> missing = new TreeMap<>(context.tags());
      missing.keySet().removeIf(key -> stays(key, context.tags(), marked.tags()));
      if (!missing.isEmpty()) return mark(claim, marked, missing, context);
      claimed.add(ResourceChange.made(kind(claim), claim.name()));
    }
    return new Outcome.Done(
        "Everything carries Slipway's mark and is on record as Slipway's.",
        context.memory(),
        claimed,
        null);
  }

  /**
   * Whether a tag stays as it is. Somebody's tag stays whatever its value; a tag of Slipway's own
   * mark stays only if it has the right value.
   */
  private static boolean stays(String key, Map<String, String> ours, Map<String, String> live) {
    return TagKeys.ours(key)
        ? String.valueOf(ours.get(key)).equals(live.get(key))
        : live.containsKey(key);
  }

  private static Outcome mark(
      Claim claim, Marked marked, Map<String, String> missing, StepContext context) {
    Map<String, String> all = new TreeMap<>(marked.tags());
    all.putAll(missing);
    if (all.size() > MOST_TAGS) {
      return new Outcome.Impossible(
          "too-many-tags",
          "The "
              + claim.kind()
              + " "
              + claim.name()
              + " would have "
              + all.size()
              + " tags; AWS takes 50. Remove some, then claim it again.");
    }
    Cloud cloud = context.cloud();
    switch (claim.kind()) {
      case ENDPOINT, ENDPOINT_CONFIG, MODEL -> cloud.sageMaker().tag(marked.arn(), missing);
      case ALARM -> cloud.alarms().tag(marked.arn(), missing);
      case SCALABLE_TARGET -> cloud.autoscaling().tag(marked.arn(), missing);
    }
    return new Outcome.Changed(
        "Put the tags "
            + String.join(", ", missing.keySet())
            + " on "
            + claim.kind()
            + " "
            + claim.name()
            + ".",
        context.memory());
  }

  /** What is there under a name. */
  private record Marked(String arn, Map<String, String> tags) {}

  private static Optional<Marked> find(Claim claim, StepContext context) {
    Cloud cloud = context.cloud();
    String name = claim.name();
    return switch (claim.kind()) {
      case ENDPOINT -> cloud.sageMaker().findEndpoint(name).map(it -> hosting(it.arn(), cloud));
      case ENDPOINT_CONFIG ->
          cloud.sageMaker().findEndpointConfig(name).map(it -> hosting(it.arn(), cloud));
      case MODEL -> cloud.sageMaker().findModel(name).map(it -> hosting(it.arn(), cloud));
      case ALARM -> {
        LiveAlarm alarm = cloud.alarms().find(List.of(name)).get(name);
        yield alarm == null
            ? Optional.empty()
            : Optional.of(new Marked(alarm.arn(), cloud.alarms().tags(alarm.arn())));
      }
      case SCALABLE_TARGET -> {
        Optional<Target> target =
            cloud.autoscaling().findTarget(context.endpoint().scaled(context.spec()));
        yield target.map(it -> new Marked(it.arn(), cloud.autoscaling().tags(it.arn())));
      }
    };
  }

  private static Marked hosting(String arn, Cloud cloud) {
    return new Marked(arn, cloud.sageMaker().tags(arn));
  }

  private static ResourceKind kind(Claim claim) {
    return switch (claim.kind()) {
      case ENDPOINT -> ResourceKind.ENDPOINT;
      case ENDPOINT_CONFIG -> ResourceKind.ENDPOINT_CONFIG;
      case MODEL -> ResourceKind.MODEL;
      case ALARM -> ResourceKind.ALARM;
      case SCALABLE_TARGET -> ResourceKind.SCALABLE_TARGET;
    };
  }
}
