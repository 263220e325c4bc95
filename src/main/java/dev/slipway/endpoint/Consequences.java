package dev.slipway.endpoint;

import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.Cloud;
import dev.slipway.endpoint.Plan.Call;
import dev.slipway.endpoint.Plan.Remark;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the record of deployments says of a deployment that has not begun. */
public interface Consequences {

  /**
   * A deployment that has not begun.
   *
   * @param serving the release that serves; null for none
   * @param number of the release to be reached; null when it has none yet
   * @param wanted the release to be reached
   * @param configs the endpoint configurations that serve, or are on their way
   * @param model the name of the release's model
   */
  record Coming(
      Endpoint endpoint,
      @Nullable Release serving,
      @Nullable Integer number,
      ReleaseSpec wanted,
      Set<String> configs,
      String model) {}

  /** The calls that collect what is no longer kept once the release serves, in order. */
  List<Call> collecting(Coming coming);

  /**
   * The calls that take an endpoint away, in order. A managed role is deleted only after a while.
   */
  List<Call> retiring(Endpoint endpoint);

  /** The adopted alarms of a release that are not on record as claimed with the endpoint. */
  Set<String> othersAlarms(Endpoint endpoint, ReleaseSpec wanted);

  /** What of an endpoint's scaling is there by Slipway's doing, or may be. */
  OwnScaling ownScaling(Endpoint endpoint, ReleaseSpec serving);

  /**
   * Scaling carries no mark of Slipway's, but for the scalable target.
   *
   * @param target whether the scalable target of what serves is on record
   * @param names the policies and scheduled actions that releases name which serve or have served
   */
  record OwnScaling(boolean target, Set<String> names) {}

  /**
   * Why bringing a release would stop at what others have in AWS; empty where it would not.
   *
   * @param serving the release that serves; null for none
   * @param back whether it goes back to an earlier release
   */
  Optional<Refused> othersInTheWay(
      Endpoint endpoint, @Nullable Release serving, ReleaseSpec wanted, boolean back, Cloud cloud);

  /**
   * The remark on scaling of others that goes with the scalable targets which a plan's calls take
   * off; empty where there is none.
   *
   * @param serving the release that serves; null for none
   */
  Optional<Remark> scalingThatGoes(
      Endpoint endpoint, @Nullable Release serving, List<Call> calls, Cloud cloud);

  /** Whether the managed execution role, which exists, may do exactly what a release needs. */
  boolean permitted(String role, ReleaseSpec wanted, @Nullable Release serving, Cloud cloud);
}
