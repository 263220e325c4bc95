package dev.slipway.catalog;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.Repository;

interface RegisteredModels extends Repository<RegisteredModel, UUID> {

  RegisteredModel saveAndFlush(RegisteredModel model);

  Optional<RegisteredModel> findById(UUID id);

  Optional<RegisteredModel> findByName(String name);
}
