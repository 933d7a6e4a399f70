package io.connectprocessor.embedded;

import io.connectprocessor.connect.ConnectClient;
import io.connectprocessor.contract.Clause;
import io.connectprocessor.contract.Contract;
import io.connectprocessor.contract.ContractCheck;
import io.connectprocessor.contract.Contracts;
import io.connectprocessor.contract.Drift;
import io.connectprocessor.contract.NamedParameter;
import io.connectprocessor.routing.ParameterUses;
import io.connectprocessor.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the products must have, by the contracts and by the routes, both read anew each time. */
public record ProductContracts(Settings settings) {

    private static final String KEY = "connect.contracts";

    /** The contracts as they are now, and what is wrong with them. */
    public Contracts read() {
        return Contracts.read(settings.contractsDirectory(), settings.isSet(KEY));
    }

    /**
     * How a product differs from its contract, if it has one, and from what routes name.
     *
     * @throws io.connectprocessor.failure.FailedException when Connect cannot be asked now, or refuses
     */
    public List<Drift> drift(String product, Contracts contracts, ConnectClient connect) {
        Optional<Contract> contract = contracts.of(product);
        Set<String> without = contract.map(Contract::without).orElse(Set.of());
        List<Clause> clauses = new ArrayList<>(contract.map(Contract::clauses).orElse(List.of()));
        new ParameterUses(settings.all())
                .in(settings.routesDirectory()).stream()
                        .filter(use -> !without.contains(use.id()))
                        .map(use -> new NamedParameter(
                                use.id(), use.scopes(), use.file().toString().replace('\\', '/') + ":" + use.line()))
                        .forEach(clauses::add);
        return new ContractCheck(connect).drift(product, clauses);
    }
}
