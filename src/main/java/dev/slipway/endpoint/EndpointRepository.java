package dev.slipway.endpoint;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.Repository;

interface EndpointRepository extends Repository<StoredEndpoint, UUID> {

  StoredEndpoint saveAndFlush(StoredEndpoint endpoint);

  Optional<StoredEndpoint> findById(UUID id);
}
