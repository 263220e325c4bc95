package dev.slipway.promotion;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.slipway.access.InEnvironments;
import dev.slipway.base.Violations;
import dev.slipway.promotion.PromotionRequest.Terms;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request to promote as it comes over HTTP.
 *
 * @param to the one environment; null when there are {@code targets}
 * @param targets the environments, each of which gets a promotion of its own
 * @param planHashes the plan hashes of targets, by environment; targets that are left out are held
 *     to no plan
 */
record PromotionInput(
    @NotBlank String model,
    @Nullable String version,
    @Nullable String from,
    @Nullable String to,
    @JsonSetter(contentNulls = Nulls.FAIL) @Nullable List<String> targets,
    @NotBlank @Size(max = 1000) String reason,
    @Nullable String planHash,
    @JsonSetter(contentNulls = Nulls.FAIL) @Nullable Map<String, String> planHashes,
    @Nullable Boolean supersede,
    @Nullable UUID supersedes,
    @Nullable Boolean waitForGates,
    @Nullable @Size(max = 1000) String breakGlass)
    implements InEnvironments {

  private static final int MOST_TARGETS = 20;

  @Override
  public List<String> environments() {
    if (targets != null) return targets;
    return to == null ? List.of() : List.of(to);
  }

  /** The promotions that are asked for, target by target, in the order of the request. */
  List<PromotionRequest> requests() {
    check();
    if (targets == null) return List.of(request(String.valueOf(to), planHash));
    Map<String, String> hashes = planHashes == null ? Map.of() : planHashes;
    return targets.stream().map(target -> request(target, hashes.get(target))).toList();
  }

  private PromotionRequest request(String target, @Nullable String agreed) {
    Terms terms =
        new Terms(
            agreed,
            Boolean.TRUE.equals(supersede),
            supersedes,
            Boolean.TRUE.equals(waitForGates),
            breakGlass);
    return new PromotionRequest(model, version, from, target, reason, terms);
  }

  private void check() {
    Violations found = new Violations();
    found.require(
        (to == null) != (targets == null),
        "/to",
        "Name the environment as to, or several of them as targets, but not both.");
    found.require(to == null || !to.isBlank(), "/to", "It must not be blank; name an environment.");
    found.require(
        breakGlass == null || !breakGlass.isBlank(),
        "/break_glass",
        "Say why the gates are passed over, or leave break_glass out.");
    found.require(
        supersedes == null || Boolean.TRUE.equals(supersede),
        "/supersedes",
        "Nothing is undone for this promotion; send supersede: true too, or leave it out.");
    if (targets != null) {
      found.require(
          !targets.isEmpty() && targets.size() <= MOST_TARGETS,
          "/targets",
          "There are 1 to " + MOST_TARGETS + " targets; leave targets out and name to for one.");
      found.require(
          new HashSet<>(targets).size() == targets.size(),
          "/targets",
          "An environment is named twice; name each once.");
      found.require(
          planHash == null,
          "/plan_hash",
          "A plan hash is of one plan, and each target has its own; name them as plan_hashes, by"
              + " environment.");
    }
    checkPlanHashes(found);
    found.orInvalid();
  }

  private void checkPlanHashes(Violations found) {
    if (planHashes == null) return;
    found.require(
        targets != null,
        "/plan_hashes",
        "These are of several targets' plans; with to, name the one as plan_hash.");
    if (targets == null) return;
    for (String environment : planHashes.keySet()) {
      found.require(
          targets.contains(environment),
          Violations.pointer("/plan_hashes", environment),
          "This environment is not among the targets; name it there too, or leave its hash out.");
    }
  }
}
