package dev.slipway.endpoint;

import dev.slipway.base.Failure.Conflict;
import dev.slipway.base.Json;
import dev.slipway.cloud.Artifacts.Copy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment would do: a value, so that it can be shown, compared and agreed to.
 *
 * @param changes field by field, what the endpoint is and what it would become
 * @param calls the AWS calls that change something, in order
 * @param remarks what Slipway knows, of SageMaker above all, that bears on this change
 * @param noChanges whether the endpoint is as asked already, so that nothing would be deployed
 * @param hash identifies this plan; a request that agrees to the hash of an older plan is refused
 * @param fleet the change of the fleet and its price; null where they do not change
 * @param smokeTest the sample payloads that are sent to the new fleet; null for none
 */
public record Plan(
    String endpoint,
    Target release,
    List<Change> changes,
    List<Call> calls,
    List<Remark> remarks,
    ExpectedSeconds expectedSeconds,
    boolean noChanges,
    String hash,
    @Nullable FleetChange fleet,
    @Nullable PlannedSmokeTest smokeTest) {

  /**
   * The change of the number of instances, and of their cost in a month of 730 hours.
   *
   * @param instancesBefore null when nothing serves or AWS does not say
   * @param instancesAfter null when serverless
   * @param costBefore null when nothing serves, or when a price or, on serverless, the traffic is
   *     not known
   * @param costAfter null when a price or, on serverless, the traffic is not known
   * @param costDifference null when one of them is not known
   * @param pricesAsOf when the prices were true
   */
  public record FleetChange(
      @Nullable Integer instancesBefore,
      @Nullable Integer instancesAfter,
      @Nullable Double costBefore,
      @Nullable Double costAfter,
      @Nullable Double costDifference,
      String currency,
      String pricesAsOf) {}

  /** The release that would run; its number is known when it exists already. */
  public record Target(@Nullable Integer number, String modelVersion, String contentHash) {}

  /** One field before and after, by its path in the release's specification. */
  public record Change(String field, @Nullable String before, @Nullable String after) {}

  /** One AWS call. */
  public record Call(String service, String operation, String subject) {}

  /** Something worth knowing before saying yes. */
  public record Remark(Severity severity, String code, String message, @Nullable String proposal) {}

  /** How much a remark matters. */
  public enum Severity {
    /** Slipway does the right thing here; the remark says what. */
    NOTE,
    /** The request will be done as asked, and its effect may not be the one that was meant. */
    WARNING
  }

  /** How long the deployment is expected to take, in seconds. */
  public record ExpectedSeconds(int provisioning, int baking, int total) {}

  /** A plan with its hash computed. */
  static Plan of(
      String endpoint,
      Target release,
      List<Change> changes,
      List<Call> calls,
      List<Remark> remarks,
      ExpectedSeconds expected,
      boolean noChanges) {
    String hash =
        Json.hash(List.of(endpoint, release.contentHash(), changes, calls)).substring(0, 16);
    return new Plan(
        endpoint, release, changes, calls, remarks, expected, noChanges, hash, null, null);
  }

  /** Whether nothing can stop the announced update once SageMaker has begun it. */
  public boolean unstoppable() {
    return remarks.stream().anyMatch(remark -> remark.code().equals(AbortLever.CODE));
  }

  /**
   * Refuses this plan if it is not the one that was agreed to.
   *
   * @param agreed the hash of the plan that was agreed to; null for none
   * @throws Conflict {@code plan-stale} when the plan is another one by now
   */
  public void requireAgreed(@Nullable String agreed) {
    if (agreed == null || agreed.equals(hash)) return;
    throw new Conflict(
        "plan-stale",
        "The plan is not the one that was agreed to: it is now "
            + hash
            + ". Ask for the plan again with dry_run=true.");
  }

  /**
   * Refuses to conclude from a plan without changes while SageMaker is changing the endpoint: then
   * nothing was compared.
   *
   * @throws Conflict {@code endpoint-moving}
   */
  public void requireCompared() {
    if (remarks.stream().noneMatch(it -> it.code().equals(Planner.MOVING))) return;
    throw new Conflict(
        "endpoint-moving", "SageMaker is changing " + endpoint + "; wait until it is done.");
  }

  /** This plan with one more remark. What is agreed to stays the same. */
  public Plan remarking(Remark remark) {
    List<Remark> more = new ArrayList<>(remarks);
    more.add(remark);
    return remarked(more);
  }

  private Plan remarked(List<Remark> others) {
    return new Plan(
        endpoint,
        release,
        changes,
        calls,
        others,
        expectedSeconds,
        noChanges,
        hash,
        fleet,
        smokeTest);
  }

  /**
   * This plan where the running update gives way first, so that the deployment does not wait for
   * its end.
   *
   * @param by who asked for the running update
   */
  public Plan takingBackFirst(String by) {
    List<Remark> others = new ArrayList<>(remarks);
    others.removeIf(it -> it.code().equals(Planner.MOVING));
    others.add(
        new Remark(
            Severity.WARNING,
            "supersedes",
            "The deployment that runs, asked for by "
                + by
                + ", is taken back first: this begins once it has ended, checked and planned anew.",
            null));
    return remarked(others);
  }

  /** This plan with copies before it. A copy is named by its content, so the hash stays. */
  Plan copying(List<Copy> copies) {
    if (noChanges || copies.isEmpty()) return this;
    List<Call> all = new ArrayList<>();
    for (Copy copy : copies) all.add(new Call("s3", "CopyObject", copy.target()));
    all.addAll(calls);
    return calling(all);
  }

  /**
   * This plan with a fleet that is enlarged just before the update. The traffic on which that
   * depends changes by the minute and is looked at again then, so the hash stays.
   *
   * @param register the call that enlarges the fleet
   * @param putBack whether the bounds are put back after the update
   */
  Plan scalingOutFirst(Call register, boolean putBack) {
    List<Call> all = new ArrayList<>(calls);
    int update = 0;
    while (update < all.size() && !all.get(update).operation().equals("UpdateEndpoint")) update++;
    if (update == all.size()) return this;
    boolean registers = all.contains(register);
    all.add(update, register);
    if (putBack && !registers) all.add(update + 2, register);
    return calling(all);
  }

  private Plan calling(List<Call> others) {
    return new Plan(
        endpoint,
        release,
        changes,
        others,
        remarks,
        expectedSeconds,
        noChanges,
        hash,
        fleet,
        smokeTest);
  }

  /** This plan with the change of the fleet and its price. */
  Plan costing(FleetChange change) {
    return new Plan(
        endpoint,
        release,
        changes,
        calls,
        remarks,
        expectedSeconds,
        noChanges,
        hash,
        change,
        smokeTest);
  }

  /**
   * This plan with the sample payloads that are sent to the new fleet. That makes it another plan
   * to agree to.
   */
  Plan testing(PlannedSmokeTest test) {
    String tested = Json.hash(List.of(hash, test)).substring(0, 16);
    return new Plan(
        endpoint,
        release,
        changes,
        calls,
        remarks,
        expectedSeconds,
        noChanges,
        tested,
        fleet,
        test);
  }
}
