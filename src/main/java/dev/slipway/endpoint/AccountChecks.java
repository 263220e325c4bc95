package dev.slipway.endpoint;

import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.CloudLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
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
   * The plan with what is worth knowing of the account.
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
    return QuotaCheck.check(
            wanted, updated, fleet, told(needs.endpoint(), before, wanted, serving, cloud))
        .map(plan::remarking)
        .orElse(plan);
  }

  /**
   * Why AWS has refused to answer a plan's looks, where IAM tells: every action that is missing,
   * and not just the first.
   *
   * @throws Refused (422, {@code control-plane-lacks-actions}) where it does
   */
  void explain(OwnNeeds needs, Cloud cloud) {
    permissions.check(needs, cloud);
  }

  /** The instances that count of each type that Service Quotas tells of. */
  private List<QuotaCheck.Instances> told(
      Endpoint endpoint,
      @Nullable ReleaseSpec before,
      ReleaseSpec wanted,
      @Nullable Integer serving,
      Cloud cloud) {
    List<QuotaCheck.Instances> told = new ArrayList<>();
    for (String type : wanted.hosting().types()) {
      OptionalInt quota = quota(cloud, type);
      if (quota.isEmpty()) continue;
      boolean same = before != null && type.equals(before.hosting().instanceType());
      told.add(
          new QuotaCheck.Instances(
              type,
              quota.getAsInt(),
              same && serving != null ? serving : 0,
              others(endpoint, wanted.location(), type)));
    }
    return told;
  }

  /** Who may not read quotas is not held to them: SageMaker will tell. */
  private static OptionalInt quota(Cloud cloud, String type) {
    try {
      return cloud.quotas().endpointInstances(type);
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
