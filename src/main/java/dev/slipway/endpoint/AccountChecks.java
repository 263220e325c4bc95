package dev.slipway.endpoint;

import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.CloudLocation;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Holds a plan to what the account allows, where AWS tells. Done while planning and not again by
 * the deployment, so that it costs a running update no calls.
 */
@Component
class AccountChecks {

  private final JdbcClient jdbc;
  private final OwnPermissions permissions;

  AccountChecks(JdbcClient jdbc, OwnPermissions permissions) {
    this.jdbc = jdbc;
    this.permissions = permissions;
  }

  /**
   * The plan with remarks on what the account allows.
   *
   * @param needs what its deployment must be allowed to do
   * @param serving how many instances serve when the update begins; null when AWS does not say
   * @throws Refused (422, {@code quota-too-small} or {@code control-plane-lacks-actions}) when the
   *     update cannot be done
   */
  Plan on(Plan plan, OwnNeeds needs, @Nullable Integer serving, Cloud cloud) {
    if (plan.noChanges()) return plan;
    permissions.check(needs, cloud);
    ReleaseSpec before = needs.before();
    ReleaseSpec wanted = needs.wanted();
    if (wanted.hosting().serverless() != null) return plan;
    int fleet = Capacity.of(before, wanted, serving).instances();
    // An endpoint of its own comes up whole, whatever the strategy.
    ReleaseSpec updated = before != null && before.otherKind(wanted) ? null : before;
    List<QuotaCheck.Instances> told =
        wanted.hosting().types().stream()
            .flatMap(type ->
                told(
                    needs.endpoint(),
                    before,
                    wanted,
                    type,
                    serving,
                    quota(() -> cloud.quotas().endpointInstances(type)))
                    .stream())
            .toList();
    return QuotaCheck.check(wanted, updated, fleet, told).map(plan::remarking).orElse(plan);
  }

  /**
   * Explains why AWS has refused to answer a plan's looks, where IAM tells: names every action that
   * is missing, and not just the first.
   *
   * @throws Refused (422, {@code control-plane-lacks-actions}) where IAM tells of one
   */
  void explain(OwnNeeds needs, Cloud cloud) {
    permissions.check(needs, cloud);
  }

  /**
   * The plan of a way back with remarks on what the account allows. A way back is never refused
   * here; the remarks say what SageMaker would refuse. It is urgent, so the quotas' tens of pages
   * are not listed first just for a warning.
   *
   * @param live the endpoint that serves; null for none
   */
  Plan back(
      Plan plan,
      Endpoint endpoint,
      @Nullable ReleaseSpec before,
      ReleaseSpec restored,
      @Nullable LiveEndpoint live,
      Cloud cloud) {
    if (plan.noChanges() || restored.hosting().serverless() != null) return plan;
    Integer serving = live == null ? null : live.desiredInstances();
    Capacity capacity = Capacity.of(before, restored, serving, true);
    int fleet = capacity.instances();
    Optional<Capacity> rather =
        Capacity.rather(before, restored, capacity, live == null || endpoint.runs(live));
    boolean first = before == null || before.otherKind(restored);
    String type = restored.hosting().type();
    OptionalInt quota = quota(() -> cloud.quotas().endpointInstancesInOneCall(type));
    return told(endpoint, before, restored, type, serving, quota)
        .flatMap(told ->
            QuotaCheck.back(
                count -> WayBack.policy(before, restored, live, count),
                first,
                fleet,
                rather.map(Capacity::instances).orElse(null),
                told))
        .map(plan::remarking)
        .orElse(plan);
  }

  /** The instances that count of a type; empty where Service Quotas does not tell of it. */
  private Optional<QuotaCheck.Instances> told(
      Endpoint endpoint,
      @Nullable ReleaseSpec before,
      ReleaseSpec wanted,
      String type,
      @Nullable Integer serving,
      OptionalInt quota) {
    if (quota.isEmpty()) return Optional.empty();
    boolean same = before != null && type.equals(before.hosting().instanceType());
    return Optional.of(
        new QuotaCheck.Instances(
            type,
            quota.getAsInt(),
            same && serving != null ? serving : 0,
            others(endpoint, wanted.location(), type)));
  }

  /** The quota. Where Slipway may not read quotas none is assumed: SageMaker will refuse then. */
  private static OptionalInt quota(Supplier<OptionalInt> asked) {
    try {
      return asked.get();
    } catch (CloudFailure silent) {
      return OptionalInt.empty();
    }
  }

  /** The instances that the releases of other endpoints there begin with. */
  private int others(Endpoint endpoint, CloudLocation location, String type) {
    return jdbc.sql(
            """
            select coalesce(sum((r.spec #>> '{hosting,instance_count}')::int), 0)
            from endpoint e join release r on r.id = e.current_release_id
            where e.id <> :endpoint and r.spec #>> '{hosting,instance_type}' = :type
              and r.spec #>> '{location,account_id}' = :account
              and r.spec #>> '{location,region}' = :region
            """)
        .param("endpoint", endpoint.id())
        .param("type", type)
        .param("account", location.accountId())
        .param("region", location.region())
        .query(Integer.class)
        .single();
  }
}
