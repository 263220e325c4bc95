package dev.slipway.handover;

import dev.slipway.access.Principal;
import dev.slipway.base.Failure;
import dev.slipway.base.Failure.Conflict;
import dev.slipway.base.Failure.NotFound;
import dev.slipway.base.Failure.Refused;
import dev.slipway.base.Failure.Violation;
import dev.slipway.base.Violations;
import dev.slipway.catalog.Model;
import dev.slipway.catalog.ModelVersion;
import dev.slipway.catalog.Models;
import dev.slipway.catalog.NewModel;
import dev.slipway.catalog.NewVersion;
import dev.slipway.catalog.PipelineContainer;
import dev.slipway.catalog.Versions;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.Clouds;
import dev.slipway.cloud.Inventory.Footprint;
import dev.slipway.cloud.SageMaker.Container;
import dev.slipway.cloud.SageMaker.LiveModel;
import dev.slipway.endpoint.AdoptEndpoint;
import dev.slipway.endpoint.AdoptEndpoint.Adopted;
import dev.slipway.endpoint.AdoptEndpoint.Wanted;
import dev.slipway.endpoint.AskAws;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.environment.Environment;
import dev.slipway.environment.Environments;
import dev.slipway.environment.Profile.Mapping;
import dev.slipway.handover.ReadFootprint.Read;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Imports an endpoint that was made elsewhere: looks, compares, and puts it on record. */
@Component
class ImportEndpoint {

  private final Environments environments;
  private final Models models;
  private final Versions versions;
  private final Endpoints endpoints;
  private final Clouds clouds;
  private final AdoptEndpoint adopt;
  private final StoreImport store;

  ImportEndpoint(
      Environments environments,
      Models models,
      Versions versions,
      Endpoints endpoints,
      Clouds clouds,
      AdoptEndpoint adopt,
      StoreImport store) {
    this.environments = environments;
    this.models = models;
    this.versions = versions;
    this.endpoints = endpoints;
    this.clouds = clouds;
    this.adopt = adopt;
    this.store = store;
  }

  /**
   * The request.
   *
   * @param physicalName the SageMaker endpoint's name
   * @param version the name of the model version to be made of what runs
   */
  record Request(String environment, String model, String version, String physicalName) {}

  /**
   * What the import would put on record.
   *
   * @param known the version, when the model has it already
   */
  record Found(Adopted adopted, NewVersion version, @Nullable ModelVersion known) {}

  /** Looks at the endpoint, and changes nothing anywhere. */
  Found plan(Request request) {
    Environment environment = environments.byName(request.environment());
    Optional<Model> known = known(request.model());
    checkNames(request, known.isEmpty());
    Cloud cloud = clouds.at(environment.profile().location());
    Footprint footprint =
        AskAws.now(() -> cloud.inventory().footprint(request.physicalName()))
            .orElseThrow(() ->
                new NotFound(
                    "no-such-endpoint",
                    "SageMaker has no endpoint "
                        + request.physicalName()
                        + " in account "
                        + environment.profile().location().accountId()
                        + ", "
                        + environment.profile().location().region()
                        + "."));
    Model model = known.orElseGet(() -> imagined(request.model()));
    String name = footprint.endpoint().name();
    ForeignMark mark = new ForeignMark(former(name, model, environment));
    Read read =
        AskAws.now(
            () -> ReadFootprint.of(footprint, environment.profile(), mark, cloud.autoscaling()));
    NewVersion version = version(request.version(), read.model(), environment);
    checkContent(version, read.model());
    Wanted wanted =
        new Wanted(
            model,
            imagined(version, model),
            environment,
            read.overrides(),
            read.adoption(),
            read.digests(),
            read.remarks());
    ModelVersion same = known.flatMap(it -> registered(it, version)).orElse(null);
    return new Found(adopt.plan(wanted, footprint, cloud), version, same);
  }

  private static void checkNames(Request request, boolean newModel) {
    Violations names = new Violations();
    if (newModel) NewModel.requireName(request.model(), "/model", names);
    NewVersion.requireName(request.version(), "/version", names);
    names.orInvalid();
  }

  private static void checkContent(NewVersion version, LiveModel model) {
    Violations content = new Violations();
    version.requireContent(content);
    if (content.found().isEmpty()) return;
    throw new Refused(
        "endpoint-not-expressible",
        "The model "
            + model.name()
            + " cannot be registered as a version: "
            + content.found().getFirst().detail()
            + " Nothing was imported.",
        content.found().stream()
            .map(it -> new Violation("MODEL " + model.name(), it.pointer() + ": " + it.detail()))
            .toList());
  }

  /** Puts the endpoint that was found on record. */
  Endpoint store(Request request, Found found, Principal caller) {
    return store.store(request, found, environments.byName(request.environment()), caller);
  }

  private Optional<Model> known(String name) {
    try {
      return Optional.of(models.byName(name));
    } catch (Failure.NotFound unknown) {
      return Optional.empty();
    }
  }

  /**
   * The endpoint on record that had the same SageMaker endpoint, and is followed by this import;
   * null for none.
   *
   * @param physicalName as SageMaker writes it, and as it went on record: it finds an endpoint
   *     under any spelling of its name
   * @throws Conflict where it is on record already, or its place is taken
   */
  private @Nullable String former(String physicalName, Model model, Environment environment) {
    return endpoints
        .requireAdoptable(physicalName, model, environment)
        .filter(it -> endpoints.hasHad(it, physicalName))
        .map(Endpoint::name)
        .orElse(null);
  }

  /** The model's version of that name. It is used if it has the same content. */
  private Optional<ModelVersion> registered(Model model, NewVersion wanted) {
    ModelVersion known;
    try {
      known = versions.byName(model.name(), wanted.name());
    } catch (NotFound none) {
      return Optional.empty();
    }
    List<String> differences = wanted.differences(known);
    if (differences.isEmpty()) return Optional.of(known);
    throw new Conflict(
        "version-exists",
        model.name()
            + " has a version "
            + wanted.name()
            + " already, which is not what the endpoint runs: "
            + String.join(", ", differences)
            + " would differ. Name another version; or let the environment's profile say what is"
            + " only so there (container_environment, image_mappings, artifact_mappings).",
        "/v1/models/" + model.name() + "/versions/" + wanted.name());
  }

  /**
   * The version that would have to be registered so that it becomes, in this environment, what
   * runs.
   */
  private static NewVersion version(String name, LiveModel model, Environment environment) {
    List<Container> containers = model.containers();
    Container first = containers.getFirst();
    if (first.image() == null || first.modelDataUrl() == null) {
      throw Obstacles.refusal(List.of(Obstacles.unnamed(model)));
    }
    List<PipelineContainer> further =
        containers.stream()
            .skip(1)
            .map(it ->
                new PipelineContainer(
                    String.valueOf(it.hostname()),
                    unmapped(String.valueOf(it.image()), environment.profile().imageMappings()),
                    it.modelDataUrl() == null
                        ? null
                        : unmapped(it.modelDataUrl(), environment.profile().artifactMappings()),
                    it.environment()))
            .toList();
    return new NewVersion(
        name,
        unmapped(first.image(), environment.profile().imageMappings()),
        unmapped(first.modelDataUrl(), environment.profile().artifactMappings()),
        own(first.environment(), environment.profile().containerEnvironment()),
        "Imported from the SageMaker model " + model.name() + ".",
        further.isEmpty() ? null : first.hostname(),
        further.isEmpty() ? null : further);
  }

  /**
   * The variables that the version itself has: those that the environment gives it anyway would go
   * with it to others, and be put before theirs.
   */
  private static Map<String, String> own(Map<String, String> here, Map<String, String> given) {
    return here.entrySet().stream()
        .filter(it -> !it.getValue().equals(given.get(it.getKey())))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * The name that an environment's mapping would turn into this one; this one when no mapping does.
   */
  private static String unmapped(String here, List<Mapping> mappings) {
    return mappings.stream()
        .filter(mapping -> here.startsWith(mapping.to()))
        .max((a, b) -> Integer.compare(a.to().length(), b.to().length()))
        .map(mapping -> mapping.from() + here.substring(mapping.to().length()))
        .orElse(here);
  }

  private static Model imagined(String name) {
    return new Model(new UUID(0, 0), name, "", Instant.EPOCH, 0);
  }

  private static ModelVersion imagined(NewVersion version, Model model) {
    return new ModelVersion(
        new UUID(0, 0),
        model.id(),
        model.name(),
        version.name(),
        version.image(),
        version.artifact(),
        version.containerEnvironment() == null ? Map.of() : version.containerEnvironment(),
        "",
        "",
        Instant.EPOCH,
        version.containerHostname(),
        version.furtherContainers(),
        null,
        null);
  }
}
