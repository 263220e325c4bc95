package dev.slipway.endpoint;

import dev.slipway.catalog.ModelVersion;
import dev.slipway.catalog.PipelineContainer;
import dev.slipway.catalog.VersionBits.Bits;
import dev.slipway.endpoint.ResolveContainer.Resolved;
import dev.slipway.endpoint.ResolveContainer.Wanted;
import dev.slipway.environment.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Resolves all containers of a version, in the order in which a request passes them.
 *
 * @param fixed what is fixed of the version, by container
 * @param source the release with which the version serves, or has served, where it comes from; null
 *     for none
 */
record ResolveContainers(ResolveContainer one, Map<Integer, Bits> fixed, @Nullable Release source) {

  List<Resolved> resolve(ModelVersion version, Endpoint endpoint) {
    Map<String, String> variables =
        variables(endpoint, one.profile(), version.containerEnvironment());
    List<Resolved> all = new ArrayList<>();
    all.add(
        one.resolve(
            new Wanted(
                version.containerHostname(),
                version.image(),
                version.artifact(),
                variables,
                fixed(0),
                carriedFrom(version, 0))));
    for (PipelineContainer container : version.further()) {
      int number = all.size();
      all.add(
          one.resolve(
              new Wanted(
                  container.hostname(),
                  container.image(),
                  container.artifact(),
                  container.variables(),
                  fixed(number),
                  carriedFrom(version, number))));
    }
    return all;
  }

  /** The environment's variables, over them the version's, over them the endpoint's. */
  private static Map<String, String> variables(
      Endpoint endpoint, Profile profile, Map<String, String> version) {
    Map<String, String> variables = new TreeMap<>(profile.containerEnvironment());
    variables.putAll(version);
    if (endpoint.overrides().containerEnvironment() != null) {
      variables.putAll(endpoint.overrides().containerEnvironment());
    }
    return variables;
  }

  static Carried carried(List<Resolved> all) {
    return new Carried(
        all.stream().map(Resolved::found).toList(),
        all.stream().map(Resolved::copy).filter(Objects::nonNull).toList());
  }

  private Bits fixed(int container) {
    return fixed.getOrDefault(container, Bits.unknown(container));
  }

  /** The artifact in the environment where the version serves: these bytes have been tested. */
  private @Nullable String carriedFrom(ModelVersion version, int container) {
    if (source == null || !source.modelVersionId().equals(version.id())) return null;
    return source.spec().containers().get(container).modelDataUrl();
  }
}
