//! temporary shims until the modules land
#![allow(missing_docs, missing_debug_implementations, unreachable_pub)]
pub mod resolve {
    use polars::prelude::*;
    pub struct P {
        pub persons: DataFrame,
        pub identifiers: DataFrame,
    }
    pub fn resolve(_r: &DataFrame, _c: &DataFrame, _p: &DataFrame) -> crate::Result<P> {
        let s = |n: &str| crate::frame::typed::strings(n, std::iter::empty::<Option<&str>>());
        Ok(P {
            persons: DataFrame::new(0, vec![s("person_id")])?,
            identifiers: DataFrame::new(0, vec![s("person_id")])?,
        })
    }
}
