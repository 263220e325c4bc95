package dev.slipway.rollout;

import dev.slipway.cloud.Artifacts.Copy;
import dev.slipway.endpoint.Release;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment begins with.
 *
 * @param release the release to be reached, made at that moment or before; null when retiring
 * @param compensates the deployment that this one takes back; null for none
 * @param shortage the instance types that are tried; null to begin with the release's own
 * @param copies the artifacts that must be copied first
 * @param scaled autoscaling as it was before an earlier deployment took it off or raised it and did
 *     not put it back; null where there is nothing to put back
 */
record Beginning(
    DeploymentKind kind,
    Function<Instant, @Nullable Release> release,
    @Nullable UUID compensates,
    @Nullable Shortage shortage,
    List<Copy> copies,
    Memory.@Nullable Scaled scaled) {

  static Beginning of(DeploymentKind kind, Function<Instant, @Nullable Release> release) {
    return new Beginning(kind, release, null, null, List.of(), null);
  }

  /** This beginning, with artifacts that must be copied first. */
  Beginning copying(List<Copy> needed) {
    return new Beginning(kind, release, compensates, shortage, needed, scaled);
  }

  /** This beginning, to take another deployment back. */
  Beginning compensating(UUID deployment) {
    return new Beginning(kind, release, deployment, shortage, copies, scaled);
  }

  /** This beginning, which goes on along a list of instance types. */
  Beginning trying(Shortage on) {
    return new Beginning(kind, release, compensates, on, copies, scaled);
  }

  /**
   * This beginning for a way back: it also puts back the autoscaling that the ended deployment has
   * left raised or taken off.
   */
  Beginning after(Deployment ended) {
    return kind == DeploymentKind.ROLL_BACK
        ? new Beginning(kind, release, compensates, shortage, copies, ended.memory().scaled())
        : this;
  }

  /** The instance types that are tried while AWS has no capacity; null where there is only one. */
  @Nullable Shortage shortageOf(@Nullable Release made) {
    if (shortage != null) return shortage;
    if (kind != DeploymentKind.PROMOTE || made == null) return null;
    List<String> types = made.spec().hosting().types();
    return types.size() < 2 ? null : new Shortage(types, 1, null);
  }
}
