package dev.slipway.simulator.scaling;

import dev.slipway.base.Ids;
import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.time.SimClock;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.Codec;
import dev.slipway.simulator.wire.Order;
import dev.slipway.simulator.wire.Page;
import dev.slipway.simulator.wire.ServiceException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.applicationautoscaling.model.DeleteScheduledActionRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DeleteScheduledActionResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScheduledActionsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScheduledActionsResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScheduledActionRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScheduledActionResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTargetAction;
import software.amazon.awssdk.services.applicationautoscaling.model.ScheduledAction;

/** Application Auto Scaling's operations on scheduled actions. */
public final class ScheduledActionsApi {

  private static final int MOST = 200;

  private final Scaling scaling;
  private final SimClock clock;

  public ScheduledActionsApi(Scaling scaling, SimClock clock) {
    this.scaling = scaling;
    this.clock = clock;
  }

  public PutScheduledActionResponse putScheduledAction(
      PutScheduledActionRequest request, Caller caller) {
    Lookups.refuseOthers(
        request.serviceNamespaceAsString(),
        request.resourceId(),
        request.scalableDimensionAsString());
    Target target =
        Lookups.target(scaling, caller, request.resourceId(), request.scalableDimensionAsString());
    ScheduledActions actions = scaling.scheduled();
    ScheduledActions.Action known = actions.find(target.key(), request.scheduledActionName());
    if (known == null && actions.of(target.key()).count() >= MOST) {
      throw new ServiceException(
          400, "LimitExceededException", "A target has at most " + MOST + " scheduled actions.");
    }
    PutScheduledActionRequest merged = known == null ? request : merged(known, request);
    if (merged.schedule() == null) {
      throw ServiceException.validation("Schedule is needed for a new scheduled action.");
    }
    check(target, merged.scalableTargetAction());
    var _ = Schedule.parse(merged.schedule(), merged.timezone());
    Instant now = clock.now();
    scaling
        .scheduled()
        .put(
            new ScheduledActions.Action(
                Scope.of(caller),
                known == null ? Ids.next().toString() : known.id(),
                Codec.toJson(merged),
                known == null ? now : known.created(),
                now));
    return PutScheduledActionResponse.builder().build();
  }

  /** A single bound may cross the target's other one only once it is due. */
  private void check(Target target, @Nullable ScalableTargetAction action) {
    if (action == null || (action.minCapacity() == null && action.maxCapacity() == null)) {
      throw ServiceException.validation(
          "ScalableTargetAction must set MinCapacity, MaxCapacity or both.");
    }
    int fewest = scaling.fewest(target);
    int least = action.minCapacity() == null ? fewest : action.minCapacity();
    int most = action.maxCapacity() == null ? Math.max(least, fewest) : action.maxCapacity();
    scaling
        .refusal(target.bounded(action.toBuilder().minCapacity(least).maxCapacity(most).build()))
        .ifPresent(why -> {
          throw ServiceException.validation(why);
        });
  }

  /** What is left out stays, save start and end, which are erased. */
  private static PutScheduledActionRequest merged(
      ScheduledActions.Action known, PutScheduledActionRequest request) {
    PutScheduledActionRequest before = known.definition();
    return request.toBuilder()
        .schedule(request.schedule() == null ? before.schedule() : request.schedule())
        .timezone(request.timezone() == null ? before.timezone() : request.timezone())
        .scalableTargetAction(
            request.scalableTargetAction() == null
                ? before.scalableTargetAction()
                : request.scalableTargetAction())
        .build();
  }

  public DescribeScheduledActionsResponse describeScheduledActions(
      DescribeScheduledActionsRequest request, Caller caller) {
    Stream<ScheduledActions.Action> found =
        scaling
            .scheduled()
            .all(Scope.of(caller))
            .filter(_ -> Lookups.ours(request.serviceNamespaceAsString()))
            .filter(action ->
                Lookups.one(
                    request.scheduledActionNames(), action.definition().scheduledActionName()))
            .filter(action -> Lookups.same(request.resourceId(), action.definition().resourceId()))
            .filter(action ->
                Lookups.same(
                    request.scalableDimensionAsString(),
                    action.definition().scalableDimensionAsString()));
    Page<ScheduledActions.Action> page =
        Lookups.page(
            found,
            Order.by(action -> List.of(action.created(), action.key())),
            request.nextToken(),
            request.maxResults());
    return DescribeScheduledActionsResponse.builder()
        .scheduledActions(page.items().stream().map(ScheduledActionsApi::shown).toList())
        .nextToken(page.next())
        .build();
  }

  private static ScheduledAction shown(ScheduledActions.Action action) {
    ScheduledAction known = Codec.fromJson(action.request(), ScheduledAction::builder);
    return known.toBuilder()
        .scheduledActionARN(action.arn())
        .creationTime(action.created())
        .build();
  }

  public DeleteScheduledActionResponse deleteScheduledAction(
      DeleteScheduledActionRequest request, Caller caller) {
    Lookups.refuseOthers(
        request.serviceNamespaceAsString(),
        request.resourceId(),
        request.scalableDimensionAsString());
    String key =
        Target.key(Scope.of(caller), request.resourceId(), request.scalableDimensionAsString());
    ScheduledActions.@Nullable Action action =
        scaling.scheduled().find(key, request.scheduledActionName());
    if (action == null) {
      throw Lookups.notFound(
          "No scheduled action found for service namespace: sagemaker, resource ID: "
              + request.resourceId()
              + ", scalable dimension: "
              + request.scalableDimensionAsString()
              + ", scheduled action name: "
              + request.scheduledActionName());
    }
    scaling.scheduled().remove(action);
    return DeleteScheduledActionResponse.builder().build();
  }
}
