package dev.slipway.endpoint;

import dev.slipway.base.Json;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Records what serves under an endpoint's stable name, in the transactions of deployments. The
 * routes in the database change with the same transaction.
 */
@Component
public class ServingState {

  private final EndpointRepository repository;
  private final Endpoints endpoints;
  private final ForgetImport forget;

  ServingState(EndpointRepository repository, Endpoints endpoints, ForgetImport forget) {
    this.repository = repository;
    this.endpoints = endpoints;
    this.forget = forget;
  }

  /**
   * Records which release may serve besides the current one while an update runs; null once only
   * the current one does.
   */
  @Transactional
  public void expect(UUID endpointId, @Nullable UUID releaseId) {
    StoredEndpoint endpoint = stored(endpointId);
    endpoint.expect(releaseId);
    repository.saveAndFlush(endpoint);
  }

  /**
   * Records that a deployment gives way which came to no known end: the release that was expected
   * may serve besides the current one, until a look shows which does.
   */
  @Transactional
  public void leaveOpen(UUID endpointId) {
    StoredEndpoint endpoint = stored(endpointId);
    endpoint.leaveOpen();
    repository.saveAndFlush(endpoint);
  }

  /** The releases that may serve besides the current one, since no look has shown which does. */
  public List<UUID> unsettled(UUID endpointId) {
    return stored(endpointId).unsettledReleaseIds();
  }

  /** Records that a look has shown that no release serves besides the current one. */
  @Transactional
  public void settle(UUID endpointId) {
    StoredEndpoint endpoint = stored(endpointId);
    endpoint.settle();
    repository.saveAndFlush(endpoint);
  }

  /** Records which release serves, under which configuration: this one and no other. */
  @Transactional
  public void serve(UUID endpointId, UUID releaseId, String endpointConfig) {
    StoredEndpoint endpoint = stored(endpointId);
    endpoint.serve(releaseId, endpointConfig);
    repository.saveAndFlush(endpoint);
  }

  /** Records that another SageMaker endpoint serves under the stable name, and which release. */
  @Transactional
  public void switchTo(
      UUID endpointId, String physicalName, UUID releaseId, String endpointConfig) {
    StoredEndpoint endpoint = stored(endpointId);
    String adoption = endpoint.adoption();
    if (adoption != null) {
      String until = endpoint.physicalName();
      endpoint.adopt(until, Json.write(Json.read(adoption, Adoption.class).importedAs(until)));
    }
    endpoint.move(physicalName);
    endpoint.serve(releaseId, endpointConfig);
    repository.saveAndFlush(endpoint);
  }

  /** Records that nothing serves any more. An import that was never claimed is forgotten. */
  @Transactional
  public void retire(UUID endpointId) {
    Endpoint standing = endpoints.withId(endpointId);
    if (!standing.ours()) forget.of(standing);
    StoredEndpoint endpoint = stored(endpointId);
    endpoint.retire();
    repository.saveAndFlush(endpoint);
  }

  /** Records that an adopted endpoint is Slipway's now. */
  @Transactional
  public void claimed(UUID endpointId) {
    StoredEndpoint endpoint = stored(endpointId);
    String adoption = endpoint.adoption();
    if (adoption == null) return;
    Adoption claimed = Json.read(adoption, Adoption.class).whenClaimed();
    endpoint.adopt(endpoint.physicalName(), Json.write(claimed));
    repository.saveAndFlush(endpoint);
  }

  /** Whether another release may serve besides the current one. */
  boolean updating(UUID endpointId) {
    StoredEndpoint endpoint = stored(endpointId);
    return endpoint.pendingReleaseId() != null || !endpoint.unsettledReleaseIds().isEmpty();
  }

  private StoredEndpoint stored(UUID id) {
    return repository.findById(id).orElseThrow();
  }
}
