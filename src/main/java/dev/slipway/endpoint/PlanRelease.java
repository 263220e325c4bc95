package dev.slipway.endpoint;

import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.Autoscaling.Target;
import dev.slipway.cloud.CallClass;
import dev.slipway.cloud.CallPacing;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.CloudLocation;
import dev.slipway.cloud.OneLook;
import dev.slipway.cloud.SageMaker.EndpointStatus;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Planner.Way;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Plans how an endpoint is brought to a release: looks at AWS and at the record, and asks the
 * planner.
 */
@Component
class PlanRelease {

  private final Releases releases;
  private final EndpointClouds clouds;
  private final CallPacing pacing;
  private final LookForDrift lookForDrift;
  private final Forecast forecast;
  private final AccountChecks accountChecks;
  private final Consequences consequences;

  PlanRelease(
      Releases releases,
      EndpointClouds clouds,
      CallPacing pacing,
      LookForDrift lookForDrift,
      Forecast forecast,
      AccountChecks accountChecks,
      Consequences consequences) {
    this.releases = releases;
    this.clouds = clouds;
    this.pacing = pacing;
    this.lookForDrift = lookForDrift;
    this.forecast = forecast;
    this.accountChecks = accountChecks;
    this.consequences = consequences;
  }

  /**
   * The question that is planned.
   *
   * @param wanted the release to be reached
   * @param number its number; null when it has none yet
   * @param needsLever whether an update that nothing can stop is refused
   * @param smokeTest whether the new fleet is sent samples
   */
  record Asked(
      Endpoint endpoint,
      ReleaseSpec wanted,
      @Nullable Integer number,
      Way way,
      boolean needsLever,
      boolean smokeTest) {}

  Plan plan(Asked asked) {
    return OneLook.during(() -> planned(asked));
  }

  private Plan planned(Asked asked) {
    Release current = releases.current(asked.endpoint()).orElse(null);
    if (current != null) refuseElsewhere(current, asked.wanted().location());
    Cloud cloud = clouds.of(asked.endpoint(), asked.wanted());
    try {
      return looked(asked, current, cloud);
    } catch (Refused refusal) {
      if (asked.way() == Way.FORWARD && refusal.code().equals(AskAws.NOT_ANSWERED)) {
        accountChecks.explain(needs(asked, current), cloud);
      }
      throw refusal;
    }
  }

  private static void refuseElsewhere(Release current, CloudLocation wanted) {
    CloudLocation here = current.spec().location();
    if (here.isSamePlace(wanted)) return;
    throw Refused.field(
        "endpoint-lives-elsewhere",
        "/location",
        "Release "
            + current.number()
            + " serves in account "
            + here.accountId()
            + " and region "
            + here.region()
            + ", this one would in "
            + wanted.accountId()
            + " and "
            + wanted.region()
            + ". An endpoint does not move: retire it first, or add an environment.");
  }

  private static void refuseLost(Endpoint endpoint, Release current, @Nullable LiveEndpoint live) {
    LostEndpoint.refusal(
            endpoint.physicalName(), live, Redaction.of(current.spec()).sparing(endpoint))
        .ifPresent(refusal -> {
          throw refusal;
        });
  }

  private static OwnNeeds needs(Asked asked, @Nullable Release serving) {
    return new OwnNeeds(
        asked.endpoint(),
        serving == null ? null : serving.spec(),
        asked.wanted(),
        asked.smokeTest());
  }

  private Plan looked(Asked asked, @Nullable Release current, Cloud cloud) {
    Endpoint endpoint = asked.endpoint();
    ReleaseSpec wanted = asked.wanted();
    LiveEndpoint live =
        AskAws.now(() -> cloud.sageMaker().findEndpoint(endpoint.physicalName())).orElse(null);
    if (current != null) refuseLost(endpoint, current, live);
    Optional<Remark> unknown =
        live == null || current != null ? Optional.empty() : unknown(endpoint, live, cloud);
    Integer instances = live == null ? null : live.desiredInstances();
    Forecast.Of of =
        new Forecast.Of(
            endpoint.physicalName(),
            endpoint.variant(),
            current == null ? null : current.spec(),
            wanted,
            new ScaleOut.Fleet(instances, growsTo(asked, current, cloud)),
            live == null ? null : live.serverless(),
            live == null ? null : live.createdAt(),
            asked.way() == Way.FORWARD);
    LazyTraffic lately = forecast.lately(of, cloud);
    Integer enlarged = Forecast.enlarged(of, lately);
    Plan plan = Planner.plan(question(asked, current, live, enlarged, cloud));
    if (!plan.noChanges()) refuseOthersInTheWay(asked, current, cloud);
    if (unknown.isPresent()) plan = plan.remarking(unknown.get());
    plan =
        consequences
            .scalingThatGoes(endpoint, current, plan.calls(), cloud)
            .map(plan::remarking)
            .orElse(plan);
    plan = forecast.on(plan, of, lately);
    if (asked.way() == Way.FORWARD && current != null && live != null && !plan.noChanges()) {
      for (Remark one : AlarmsNow.remarks(endpoint, current, live, cloud)) {
        plan = plan.remarking(one);
      }
    }
    plan =
        switch (asked.way()) {
          case FORWARD ->
              accountChecks.on(
                  plan, needs(asked, current), enlarged == null ? instances : enlarged, cloud);
          case BACK ->
              accountChecks.back(
                  plan, endpoint, current == null ? null : current.spec(), wanted, live, cloud);
          // The release that serves may be on no record. Then nobody knows what else belongs to it.
          case SETTLING -> plan;
        };
    return AlarmCalls.remark(
            plan,
            pacing.perSecond(CallClass.PUT_METRIC_ALARM),
            () -> pacing.queue(wanted.location(), CallClass.PUT_METRIC_ALARM))
        .map(plan::remarking)
        .orElse(plan);
  }

  /**
   * Refuses what the run would stop at, as far as AWS answers: the run looks again. On an endpoint
   * that nobody has claimed yet everything is others', and the refusal for that says more.
   */
  private void refuseOthersInTheWay(Asked asked, @Nullable Release current, Cloud cloud) {
    if (!asked.endpoint().ours()) return;
    Optional<Refused> refusal;
    try {
      boolean back = asked.way() != Way.FORWARD;
      refusal = consequences.othersInTheWay(asked.endpoint(), current, asked.wanted(), back, cloud);
    } catch (CloudFailure unread) {
      return;
    }
    if (refusal.isPresent()) throw refusal.get();
  }

  /**
   * How many instances autoscaling allows now. AWS is asked only where the fleet may be enlarged
   * before the update.
   */
  private static @Nullable Integer growsTo(Asked asked, @Nullable Release serving, Cloud cloud) {
    if (serving == null
        || asked.way() != Way.FORWARD
        || !ScaleOut.concerns(serving.spec(), asked.wanted())) {
      return null;
    }
    return AskAws.now(() -> cloud.autoscaling().findTarget(asked.endpoint().scaled(serving.spec())))
        .map(Target::maximum)
        .orElse(null);
  }

  private static Optional<Remark> unknown(Endpoint endpoint, LiveEndpoint live, Cloud cloud) {
    return Optional.of(
        UnknownEndpoint.check(
            endpoint, live, AskAws.now(() -> cloud.sageMaker().tags(live.arn()))));
  }

  private Planner.Question question(
      Asked asked,
      @Nullable Release current,
      @Nullable LiveEndpoint live,
      @Nullable Integer enlarged,
      Cloud cloud) {
    Endpoint endpoint = asked.endpoint();
    ReleaseSpec wanted = asked.wanted();
    ExistingResources existing =
        AskAws.now(() -> ExistingResources.of(endpoint, current, wanted, cloud, consequences));
    List<Difference> found = drift(asked, current, live, cloud);
    Set<String> others = othersAlarms(asked, cloud);
    return new Planner.Question(
        endpoint,
        current,
        live,
        enlarged,
        wanted,
        asked.number(),
        asked.way(),
        putRight(asked, current, found, others),
        others,
        asked.needsLever(),
        existing,
        forecast.provisioningSeconds(endpoint),
        consequences.collecting(
            new Consequences.Coming(
                endpoint,
                current,
                asked.number(),
                wanted,
                configs(current, live),
                existing.modelName())));
  }

  /**
   * The adopted alarms that belong to others and exist: an alarm that is gone is made again, and is
   * then nobody else's. Where CloudWatch does not answer, a way back assumes that all of them
   * exist.
   */
  private Set<String> othersAlarms(Asked asked, Cloud cloud) {
    Set<String> names = consequences.othersAlarms(asked.endpoint(), asked.wanted());
    if (names.isEmpty()) return names;
    try {
      return Set.copyOf(cloud.alarms().find(names).keySet());
    } catch (CloudFailure unread) {
      if (asked.way() != Way.FORWARD) return names;
      throw AskAws.unanswered(unread);
    }
  }

  /**
   * The endpoint configurations that serve, or are on their way. A Failed endpoint that never
   * served is made anew from another configuration.
   */
  private static Set<String> configs(@Nullable Release current, @Nullable LiveEndpoint live) {
    if (live == null || (current == null && live.status() == EndpointStatus.FAILED)) {
      return Set.of();
    }
    Set<String> configs = new HashSet<>(Set.of(live.endpointConfigName()));
    if (live.pending() != null) configs.add(live.pending().endpointConfigName());
    return configs;
  }

  /**
   * The drift that may matter for the plan. A plan that would otherwise be empty has to know
   * whether all is as it was released. A plan that brings other content names what it puts right on
   * the way, as far as AWS answers. A way back does not wait for more answers and uses the last
   * look.
   */
  private List<Difference> drift(
      Asked asked, @Nullable Release current, @Nullable LiveEndpoint live, Cloud cloud) {
    if (current == null || live == null || live.status().moving()) return List.of();
    boolean same = same(asked, current);
    return switch (asked.way()) {
      case FORWARD ->
          same
              ? AskAws.now(() -> lookForDrift.all(asked.endpoint(), current, live, cloud))
              : lookForDrift.ofWatch(asked.endpoint(), current, live, cloud);
      case BACK, SETTLING -> same ? List.of() : lookForDrift.last(asked.endpoint());
    };
  }

  private List<Difference> putRight(
      Asked asked, @Nullable Release current, List<Difference> found, Set<String> othersAlarms) {
    if (current == null || found.isEmpty()) return List.of();
    Endpoint endpoint = asked.endpoint();
    ReleaseSpec serving = current.spec();
    PutRight right =
        new PutRight(endpoint, serving, consequences.ownScaling(endpoint, serving), othersAlarms);
    return same(asked, current) ? right.again(found) : right.onTheWay(asked.wanted(), found);
  }

  private static boolean same(Asked asked, Release current) {
    return current.contentHash().equals(asked.wanted().contentHash());
  }
}
