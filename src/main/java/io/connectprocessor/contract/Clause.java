package io.connectprocessor.contract;

import java.util.List;

/** One thing that a product must have; compares without calling anybody. */
public interface Clause {

    /** Where it is written: {@code contracts/PRD-000-000-000.yaml:7}. */
    String place();

    /** How the product differs from it; empty when it does not. */
    List<Drift> against(ProductPicture product);
}
