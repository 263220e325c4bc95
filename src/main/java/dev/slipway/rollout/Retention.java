package dev.slipway.rollout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is collected once a release serves: a SageMaker endpoint whose place another one has
 * taken, with its scaling; rollback alarms of earlier attempts; then configurations and models of
 * releases beyond the number that the environment keeps. A model goes only when no configuration on
 * record needs it any more. Pure, so that a plan can say beforehand what FINISH does.
 *
 * @param owned what is on record as made for the endpoint, oldest first
 * @param serving the SageMaker endpoint that serves
 * @param kept the numbers of the releases that stay restorable
 * @param alarms the alarms of the release that serves
 * @param configs the configurations that the endpoint runs, or ran before this update
 * @param model the model of the release that serves
 */
record Retention(
    List<OwnedResource> owned,
    String serving,
    Set<Integer> kept,
    Set<String> alarms,
    Set<String> configs,
    @Nullable String model) {

  /**
   * The numbers of the releases that are kept: the release that serves now, the one that it
   * replaced, and as many more as the environment keeps, the last deployed first. Releases that
   * never served do not count, although a creation that finds no capacity leaves its configuration
   * on record, with the Failed endpoint.
   */
  static Set<Integer> kept(
      int serving, @Nullable Integer replaced, List<OwnedResource> owned, int keepReleases) {
    Set<Integer> kept = new LinkedHashSet<>();
    kept.add(serving);
    if (replaced != null) kept.add(replaced);
    for (OwnedResource one : owned.reversed()) {
      if (kept.size() > keepReleases) break;
      if (one.kind() == ResourceKind.ENDPOINT_CONFIG && one.release() != null && one.served()) {
        kept.add(one.release());
      }
    }
    return kept;
  }

  /** What is collected next; empty when nothing is left. */
  Optional<OwnedResource> next() {
    return Stream.of(replaced(), alarmsOfOthers(), configsOfOthers(), modelsOfOthers())
        .flatMap(each -> each)
        .findFirst();
  }

  /** All that is collected, in order, when each thing goes as it should. */
  List<OwnedResource> all() {
    List<OwnedResource> all = new ArrayList<>();
    Retention rest = this;
    for (Optional<OwnedResource> one = next(); one.isPresent(); one = rest.next()) {
      all.add(one.get());
      rest = rest.without(one.get());
    }
    return all;
  }

  /** This retention after something is gone, for every deployment that had made it. */
  private Retention without(OwnedResource gone) {
    List<OwnedResource> left =
        owned.stream()
            .filter(one -> one.kind() != gone.kind() || !one.name().equals(gone.name()))
            .toList();
    return new Retention(left, serving, kept, alarms, configs, model);
  }

  /**
   * The resources of SageMaker endpoints whose place another endpoint has taken, or that never
   * served.
   */
  private Stream<OwnedResource> replaced() {
    return owned.stream()
        .filter(one ->
            switch (one.kind()) {
              case SCALABLE_TARGET -> !Removal.endpointOf(one.name()).equals(serving);
              case ENDPOINT -> !one.name().equals(serving);
              case ALARM, ENDPOINT_CONFIG, MODEL, ROLE -> false;
            })
        .sorted(Comparator.comparing(OwnedResource::kind));
  }

  private Stream<OwnedResource> alarmsOfOthers() {
    return of(ResourceKind.ALARM)
        .filter(one -> one.collectAfter() == null)
        .filter(one -> !alarms.contains(one.name()));
  }

  private Stream<OwnedResource> configsOfOthers() {
    return of(ResourceKind.ENDPOINT_CONFIG)
        .filter(one -> !kept.contains(one.release()))
        .filter(one -> !configs.contains(one.name()));
  }

  private Stream<OwnedResource> modelsOfOthers() {
    Set<Integer> configured =
        of(ResourceKind.ENDPOINT_CONFIG)
            .filter(one -> one.release() != null)
            .map(OwnedResource::release)
            .collect(Collectors.toSet());
    Set<String> needed =
        of(ResourceKind.MODEL)
            .filter(one -> kept.contains(one.release()) || configured.contains(one.release()))
            .map(OwnedResource::name)
            .collect(Collectors.toSet());
    return of(ResourceKind.MODEL)
        .filter(one -> !needed.contains(one.name()))
        .filter(one -> !one.name().equals(model));
  }

  private Stream<OwnedResource> of(ResourceKind kind) {
    return owned.stream().filter(one -> one.kind() == kind);
  }
}
