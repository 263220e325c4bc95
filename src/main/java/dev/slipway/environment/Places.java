package dev.slipway.environment;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.Repository;

interface Places extends Repository<Place, UUID> {

  Place saveAndFlush(Place place);

  Optional<Place> findById(UUID id);

  Optional<Place> findByName(String name);
}
