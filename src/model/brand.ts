declare const brand: unique symbol;

/** A `T` that only the module owning `Name` makes. Costs nothing at run time. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
