package io.connectprocessor.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The contracts of a directory as they were at one moment.
 *
 * @param all in the order of their files' names, at most one per product
 * @param findings what is wrong with files; a file with a fault gives no contract
 */
public record Contracts(List<Contract> all, List<ContractFinding> findings) {

    public Contracts {
        all = List.copyOf(all);
        findings = List.copyOf(findings);
    }

    /**
     * Reads every {@code *.yaml} and {@code *.yml} of a directory that does not begin with a dot. What the files hold never makes it throw.
     *
     * @param mustExist whether it is a finding when there is no such directory
     */
    public static Contracts read(Path directory, boolean mustExist) {
        if (!Files.isDirectory(directory)) {
            return new Contracts(
                    List.of(),
                    mustExist
                            ? List.of(new ContractFinding(
                                    directory,
                                    1,
                                    "there is no such directory",
                                    "set connect.contracts to the one that holds the contracts, or leave it out"))
                            : List.of());
        }
        List<ContractFinding> findings = new ArrayList<>();
        List<Contract> all = new ArrayList<>();
        Map<String, Path> seen = new HashMap<>();
        for (Path file : files(directory, findings)) {
            Optional<Contract> contract = new ContractReader(file, findings).read();
            if (contract.isEmpty()) {
                continue;
            }
            Path before = seen.putIfAbsent(contract.get().product(), file);
            if (before == null) {
                all.add(contract.get());
            } else {
                findings.add(new ContractFinding(
                        file,
                        1,
                        before.getFileName() + " is a contract of "
                                + contract.get().product() + " already",
                        "join the two in one file"));
            }
        }
        return new Contracts(all, findings);
    }

    private static List<Path> files(Path directory, List<ContractFinding> findings) {
        try (Stream<Path> list = Files.list(directory)) {
            return list.filter(Contracts::isContract).sorted().toList();
        } catch (IOException e) {
            findings.add(
                    new ContractFinding(directory, 1, "the directory cannot be read: " + e, "let this user read it"));
            return List.of();
        }
    }

    private static boolean isContract(Path file) {
        String name = file.getFileName().toString();
        return (name.endsWith(".yaml") || name.endsWith(".yml")) && !name.startsWith(".") && !Files.isDirectory(file);
    }

    /** The contract of a product; most have none. */
    public Optional<Contract> of(String product) {
        return all.stream()
                .filter(contract -> contract.product().equals(product))
                .findFirst();
    }
}
