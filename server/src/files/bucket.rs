//! A bucket that speaks S3.

use std::sync::Arc;

use object_store::ObjectStore;
use object_store::aws::AmazonS3Builder;
use object_store::prefix::PrefixStore;

use super::FilesError;

/// Where it is, and how one is let in.
#[derive(Clone)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// The address of what is not Amazon itself, like `https://minio.example.org`.
    pub endpoint: Option<String>,
    /// Where it stands; `us-east-1` where nothing else is said.
    pub region: String,
    /// The name of the key.
    pub key: String,
    /// The secret of the key.
    pub secret: String,
}

impl std::fmt::Debug for Bucket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bucket").field("name", &self.name).field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}

impl Bucket {
    pub(super) fn open(&self) -> Result<Arc<dyn ObjectStore>, FilesError> {
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&self.name)
            .with_region(&self.region)
            .with_access_key_id(&self.key)
            .with_secret_access_key(&self.secret);
        if let Some(endpoint) = &self.endpoint {
            // Whoever writes http means a machine beside this one.
            builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
        }
        Ok(Arc::new(PrefixStore::new(builder.build()?, "files")))
    }
}
